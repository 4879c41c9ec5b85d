import { fill, strings } from '../strings.ts';
import { Field } from './field.tsx';

/** The server refuses less. */
const shortestPassword = 10;

/** For the errors of a form; nothing when it will do. */
export const passwordProblem = (password: string): { password?: string } =>
	password.length < shortestPassword
		? { password: fill(strings.shortPassword, { n: shortestPassword }) }
		: {};

export const NewPassword = ({
	name,
	label,
	error,
}: {
	readonly name: string;
	readonly label: string;
	readonly error: string | undefined;
}) => (
	<Field
		label={label}
		name={name}
		type="password"
		autoComplete="new-password"
		maxLength={256}
		help={fill(strings.passwordHelp, { n: shortestPassword })}
		error={error}
		required
	/>
);
