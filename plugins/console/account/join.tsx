import { ApiError, post, type Me } from '../api.ts';
import { Button } from '../button.tsx';
import { Mark } from '../icon.tsx';
import { fill, strings } from '../strings.ts';
import { Field } from './field.tsx';
import { LinkPage } from './link-page.tsx';
import { NewPassword, passwordProblem } from './new-password.tsx';
import { useForm } from './use-form.ts';
import { words } from './words.ts';

type Invited = { readonly name: string; readonly email: string; readonly by: string };

/** The page behind an invitation: whoever has it sets name and password and is in. */
export const Join = ({ onDone }: { readonly onDone: (me: Me) => void }) => (
	<LinkPage<Invited> checkPath="/api/join/check" usedMore={words.joinUsedMore}>
		{(invited, code, onUsed) => (
			<JoinForm invited={invited} code={code} onDone={onDone} onUsed={onUsed} />
		)}
	</LinkPage>
);

interface FormProps {
	readonly invited: Invited;
	readonly code: string;
	readonly onDone: (me: Me) => void;
	readonly onUsed: () => void;
}

function JoinForm({ invited, code, onDone, onUsed }: FormProps) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'name' | 'password'>({
		check: ({ name, password }) => ({
			...(name.trim() === '' ? { name: strings.missingName } : {}),
			...passwordProblem(password),
		}),
		send: async ({ name, password }) => {
			try {
				const { agent } = await post<{ agent: Me }>('/api/join', { code, name, password });
				onDone(agent);
			} catch (error) {
				if (!(error instanceof ApiError && error.code === 'code_used')) throw error;
				onUsed();
			}
		},
		explain: (error) => (error.code === 'wrong_state' ? words.hasAccount : undefined),
	});
	const more = invited.by === '' ? words.joinMoreNobody : words.joinMore;
	return (
		<main className="account">
			<Mark />
			<h1>{words.join}</h1>
			<p className="more">{fill(more, { by: invited.by, email: invited.email })}</p>
			<form ref={form} onSubmit={onSubmit} noValidate>
				{/* For password managers: whose password this is. */}
				<input type="hidden" name="email" autoComplete="username" value={invited.email} />
				<Field
					label={strings.yourName}
					aside={strings.yourNameHelp}
					name="name"
					autoComplete="name"
					maxLength={80}
					defaultValue={invited.name}
					error={errors.name}
					required
					autoFocus
				/>
				<NewPassword name="password" label={strings.password} error={errors.password} />
				<p className="callout bad" role="alert" hidden={failure === null}>
					{failure}
				</p>
				<Button type="submit" kind="primary" isBig disabled={isBusy}>
					{words.joinDone}
				</Button>
				<p className="foot">{fill(strings.staysHere, { host: location.host })}</p>
			</form>
		</main>
	);
}
