import { ApiError, post } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { LinkPage } from './link-page.tsx';
import { NewPassword, passwordProblem } from './new-password.tsx';
import { useForm } from './use-form.ts';
import { words } from './words.ts';

type Account = { readonly name: string; readonly email: string };

/** The page behind a link for a new password. Nobody is signed in by it. */
export const Reset = ({ onDone }: { readonly onDone: () => void }) => (
	<LinkPage<Account> checkPath="/api/reset/check" usedMore={words.resetUsedMore}>
		{(account, code, onUsed) => (
			<ResetForm account={account} code={code} onDone={onDone} onUsed={onUsed} />
		)}
	</LinkPage>
);

interface FormProps {
	readonly account: Account;
	readonly code: string;
	readonly onDone: () => void;
	readonly onUsed: () => void;
}

function ResetForm({ account, code, onDone, onUsed }: FormProps) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'password'>({
		check: ({ password }) => passwordProblem(password),
		send: async ({ password }) => {
			try {
				await post('/api/reset', { code, password });
				onDone();
			} catch (error) {
				if (!(error instanceof ApiError && error.code === 'code_used')) throw error;
				onUsed();
			}
		},
		explain: () => undefined,
	});
	return (
		<main className="account">
			<Mark />
			<h1>{words.reset}</h1>
			<p className="more">{fill(words.resetMore, account)}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
				<input type="hidden" name="email" autoComplete="username" value={account.email} />
				<NewPassword name="password" label={strings.password} error={errors.password} />
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<Button type="submit" kind="primary" isBig disabled={isBusy}>
					{words.resetDone}
				</Button>
			</form>
		</main>
	);
}
