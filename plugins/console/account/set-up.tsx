import { useState } from '@wordpress/element';
import { setUp, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { Field } from './field.tsx';
import { useForm } from './use-form.ts';

/** The server refuses less. */
const shortestPassword = 10;

/** The page behind the one-time link that the server prints at its first start. */
export function SetUp({ onDone }: { readonly onDone: (me: Me) => void }) {
	// In the part of the address that is never sent to a server or written into its log.
	const [code] = useState(() => location.hash.slice(1));
	const { form, errors, failure, isBusy, onSubmit } = useForm<'name' | 'email' | 'password'>({
		check: ({ name, email, password }) => ({
			...(name.trim() === '' ? { name: strings.missingName } : {}),
			...(/^[^\s@]+@[^\s@]+$/.test(email.trim()) ? {} : { email: strings.missingEmail }),
			...(password.length < shortestPassword
				? { password: fill(strings.shortPassword, { n: shortestPassword }) }
				: {}),
		}),
		send: async ({ name, email, password }) =>
			onDone(await setUp({ code, name: name.trim(), email: email.trim(), password })),
		explain: ({ code: reason }) => (reason === 'code_used' ? strings.codeUsed : undefined),
	});
	return (
		<main className="account">
			<Mark />
			<h1>{strings.setUp}</h1>
			<p className="more">{strings.setUpMore}</p>
			{code === '' ? (
				<>
					<p className="callout bad" role="alert">
						{strings.noCode}
					</p>
					<a className="link" href="/console">
						{strings.toSignIn}
					</a>
				</>
			) : (
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
					<Field
						label={strings.password}
						name="password"
						type="password"
						autoComplete="new-password"
						maxLength={256}
						help={fill(strings.passwordHelp, { n: shortestPassword })}
						error={errors.password}
						required
					/>
					<p className="callout bad" role="alert" hidden={failure === null}>
						{failure}
					</p>
					<Button type="submit" kind="primary" isBig disabled={isBusy}>
						{strings.createOwner}
					</Button>
					<p className="foot">{fill(strings.staysHere, { host: location.host })}</p>
				</form>
			)}
		</main>
	);
}
