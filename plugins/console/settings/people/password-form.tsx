import { Field } from '../../account/field.tsx';
import { NewPassword, passwordProblem } from '../../account/new-password.tsx';
import { useForm } from '../../account/use-form.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { toast } from '../../shell/toast.tsx';
import { ownWords } from './own-words.ts';

/** Changes the own password; the old one is asked for. */
export function PasswordForm() {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'password' | 'newPassword'>({
		check: ({ password, newPassword }) => {
			const { password: problem } = passwordProblem(newPassword);
			return {
				...(password === '' ? { password: ownWords.missingPassword } : {}),
				...(problem === undefined ? {} : { newPassword: problem }),
			};
		},
		send: async ({ password, newPassword }) => {
			await post('/api/v1/me/password', { password, newPassword });
			form.current?.reset();
			toast(ownWords.passwordChanged);
		},
		explain: ({ code }) => (code === 'sign_in_failed' ? ownWords.wrongPassword : undefined),
	});
	return (
		<section className="section" aria-label={ownWords.password}>
			<h3>{ownWords.password}</h3>
			<form ref={form} className="stack" onSubmit={onSubmit} noValidate>
				<div className="two">
					<Field
						label={ownWords.oldPassword}
						name="password"
						type="password"
						autoComplete="current-password"
						maxLength={256}
						error={errors.password}
					/>
					<NewPassword label={ownWords.newPassword} name="newPassword" error={errors.newPassword} />
				</div>
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<div>
					<Button type="submit" disabled={isBusy}>
						{ownWords.changePassword}
					</Button>
				</div>
			</form>
		</section>
	);
}
