import { useEffect, useState } from '@wordpress/element';
import { ApiError, checkCode, setUp, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { Field } from './field.tsx';
import { NewPassword, passwordProblem } from './new-password.tsx';
import { useForm } from './use-form.ts';

/** The page behind the one-time link that the server prints at its first start and `owner-link` prints later. */
export function SetUp({ onDone }: { readonly onDone: (me: Me) => void }) {
	// In the part of the address that is never sent to a server or written into its log.
	const [code] = useState(() => location.hash.slice(1));
	const [stage, setStage] = useState<'asking' | 'form' | 'used'>('asking');
	useEffect(() => {
		if (code === '') return;
		checkCode(code).then(
			() => setStage('form'),
			// Anything else the form says better when it is sent.
			(error: unknown) => setStage(isCodeUsed(error) ? 'used' : 'form'),
		);
	}, [code]);
	// A new link that is opened in the same tab changes that part only.
	useEffect(() => {
		const reload = () => location.reload();
		window.addEventListener('hashchange', reload);
		return () => window.removeEventListener('hashchange', reload);
	}, []);
	if (code === '') return <NoWay title={strings.noCode} more={strings.noCodeMore} />;
	if (stage === 'asking')
		return <main className="blank" aria-busy="true" aria-label={strings.loading} />;
	if (stage === 'used') return <NoWay title={strings.codeUsed} more={strings.codeUsedMore} />;
	return <OwnerForm code={code} onDone={onDone} onUsed={() => setStage('used')} />;
}

const isCodeUsed = (error: unknown): boolean =>
	error instanceof ApiError && error.code === 'code_used';

interface FormProps {
	readonly code: string;
	readonly onDone: (me: Me) => void;
	readonly onUsed: () => void;
}

function OwnerForm({ code, onDone, onUsed }: FormProps) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'name' | 'email' | 'password'>({
		check: ({ name, email, password }) => ({
			...(name.trim() === '' ? { name: strings.missingName } : {}),
			...(/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? {} : { email: strings.missingEmail }),
			...passwordProblem(password),
		}),
		send: async ({ name, email, password }) => {
			try {
				onDone(await setUp({ code, name: name.trim(), email: email.trim(), password }));
			} catch (error) {
				if (!isCodeUsed(error)) throw error;
				onUsed();
			}
		},
		explain: () => undefined,
	});
	return (
		<main className="account">
			<Mark />
			<h1>{strings.setUp}</h1>
			<p className="more">{strings.setUpMore}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
				<Field
					label={strings.yourName}
					aside={strings.yourNameHelp}
					name="name"
					autoComplete="name"
					maxLength={80}
					error={errors.name}
					required
					autoFocus
				/>
				<Field
					label={strings.email}
					name="email"
					type="email"
					autoComplete="username"
					maxLength={254}
					error={errors.email}
					required
				/>
				<NewPassword name="password" label={strings.password} error={errors.password} />
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<Button type="submit" kind="primary" isBig disabled={isBusy}>
					{strings.saveAndSignIn}
				</Button>
				<p className="foot">{fill(strings.staysHere, { host: location.host })}</p>
			</form>
		</main>
	);
}

/** A link that leads nowhere: why, the way to a new one, and the way for those who have an account. */
function NoWay({ title, more }: { readonly title: string; readonly more: string }) {
	return (
		<main className="account">
			<Mark />
			<div role="alert">
				<h1>{title}</h1>
				<p className="more">{more}</p>
			</div>
			<code className="command">{strings.newCode}</code>
			<a className="link" href="/console">
				{strings.toSignIn}
			</a>
		</main>
	);
}
