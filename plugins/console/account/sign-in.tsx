import { signIn, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { strings } from '../strings.ts';
import { Field } from './field.tsx';
import { useForm } from './use-form.ts';

export function SignIn({ onDone }: { readonly onDone: (me: Me) => void }) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'email' | 'password'>({
		check: ({ email, password }) => ({
			...(/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? {} : { email: strings.missingEmail }),
			...(password === '' ? { password: strings.missingPassword } : {}),
		}),
		send: async ({ email, password }) => onDone(await signIn({ email: email.trim(), password })),
		explain: ({ code }) => (code === 'sign_in_failed' ? strings.signInFailed : undefined),
	});
	return (
		<main className="account">
			<Mark />
			<h1>{strings.signIn}</h1>
			<p className="more">{strings.signInMore}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
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
			</form>
		</main>
	);
}
