import { useState } from '@wordpress/element';
import { ApiError, signIn, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { strings } from '../strings.ts';
import { CodeStep } from './code-step.tsx';
import { Field } from './field.tsx';
import { useForm } from './use-form.ts';
import { words } from './words.ts';

type Credentials = { readonly email: string; readonly password: string };
interface Props {
	readonly onDone: (me: Me) => void;
	/** Good news above the form. */
	readonly news?: string;
}

/** E-mail address and password, then the code if the account has a second step. */
export function SignIn({ onDone, news }: Props) {
	const [first, setFirst] = useState<Credentials | null>(null);
	return first === null ? (
		<Password onDone={onDone} onCodeWanted={setFirst} news={news} />
	) : (
		<CodeStep credentials={first} onDone={onDone} onBack={() => setFirst(null)} />
	);
}

function Password({
	onDone,
	onCodeWanted,
	news,
}: {
	readonly onDone: (me: Me) => void;
	readonly onCodeWanted: (given: Credentials) => void;
	readonly news: string | undefined;
}) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'email' | 'password'>({
		check: ({ email, password }) => ({
			...(/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? {} : { email: strings.missingEmail }),
			...(password === '' ? { password: strings.missingPassword } : {}),
		}),
		send: async ({ email, password }) => {
			const given = { email: email.trim(), password };
			try {
				onDone(await signIn(given));
			} catch (error) {
				if (!(error instanceof ApiError && error.code === 'code_wanted')) throw error;
				onCodeWanted(given);
			}
		},
		explain: ({ code }) =>
			({ sign_in_failed: strings.signInFailed, forbidden: words.off })[code as string],
	});
	return (
		<main className="account">
			<Mark />
			<h1>{strings.signIn}</h1>
			<p className="more">{strings.signInMore}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
				<p className="callout good" role="status" hidden={news === undefined}>
					{news}
				</p>
				<Field
					label={strings.email}
					name="email"
					type="email"
					autoComplete="username"
					error={errors.email}
					required
					autoFocus
				/>
				<Field
					label={strings.password}
					name="password"
					type="password"
					autoComplete="current-password"
					error={errors.password}
					required
				/>
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<Button type="submit" kind="primary" isBig disabled={isBusy}>
					{strings.signIn}
				</Button>
				<p className="foot">{words.forgot}</p>
			</form>
		</main>
	);
}
