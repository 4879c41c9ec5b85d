import { PageHead } from '../page-head.tsx';
import { words as settingsWords } from '../words.ts';
import { PasswordForm } from './password-form.tsx';
import { SecondStep } from './second-step.tsx';
import { Sessions } from './sessions.tsx';

/** How the own account is kept: password, second step, browsers that are signed in. */
export const Security = () => (
	<>
		<PageHead title={settingsWords.security} />
		<div className="page-body">
			<PasswordForm />
			<SecondStep />
			<Sessions />
		</div>
	</>
);
