import { signIn, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { strings } from '../strings.ts';
import { Field } from './field.tsx';
import { useForm } from './use-form.ts';
import { words } from './words.ts';

interface Props {
	/** That were right. */
	readonly credentials: { readonly email: string; readonly password: string };
	readonly onDone: (me: Me) => void;
	readonly onBack: () => void;
}

/** The second step of signing in: a code of the app, or one for recovery. */
export function CodeStep({ credentials, onDone, onBack }: Props) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'code'>({
		check: ({ code }) => (code.trim() === '' ? { code: words.missingCode } : {}),
		send: async ({ code }) => onDone(await signIn({ ...credentials, code: code.trim() })),
		explain: ({ code }) => (code === 'code_wrong' ? words.codeWrong : undefined),
	});
	return (
		<main className="account">
			<Mark />
			<h1>{words.codeTitle}</h1>
			<p className="more">{words.codeMore}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
				<Field
					label={words.code}
					name="code"
					inputMode="numeric"
					autoComplete="one-time-code"
					autoCapitalize="none"
					spellCheck={false}
					maxLength={40}
					help={words.codeHelp}
					error={errors.code}
					required
					autoFocus
				/>
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<Button type="submit" kind="primary" isBig disabled={isBusy}>
					{strings.signIn}
				</Button>
				<Button kind="quiet" onClick={onBack}>
					{words.otherAccount}
				</Button>
			</form>
		</main>
	);
}
