import { useState } from '@wordpress/element';
import type { SecondStepView } from '../../../../shared/views/people-view.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { useResource } from '../../shell/resource.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { EnrolDialog, type Enrolment } from './enrol-dialog.tsx';
import { Act } from './parts.tsx';
import { RecoveryDialog } from './recovery-dialog.tsx';
import { ownWords } from './own-words.ts';

const path = '/api/v1/me/second-step';
type Step =
	| { readonly kind: 'ask'; readonly to: 'on' | 'off' | 'renew' }
	| { readonly kind: 'enrol'; readonly enrolment: Enrolment }
	| { readonly kind: 'codes'; readonly codes: readonly string[] };

/** Two-step sign-in: turned on with an app and a code, off with the password. */
export function SecondStep() {
	const { data, error, reload } = useResource<SecondStepView>(path);
	const [step, setStep] = useState<Step | null>(null);
	const close = (): void => setStep(null);

	const acts = {
		on: async (password: string) =>
			setStep({ kind: 'enrol', enrolment: await post<Enrolment>(path, { password }) }),
		off: async (password: string) => {
			await post(`${path}/delete`, { password });
			close();
			reload();
			toast(ownWords.turnedOff);
		},
		renew: async (password: string) => {
			const { recovery } = await post<{ recovery: string[] }>(`${path}/recovery`, { password });
			setStep({ kind: 'codes', codes: recovery });
			reload();
		},
	};
	return (
		<section className="section stack" aria-label={ownWords.twoSteps}>
			<h3>{ownWords.twoSteps}</h3>
			{data === null && error === null && <Loading rows={1} onRetry={reload} />}
			{data === null && error !== null && <Failed why={error} onRetry={reload} />}
			{data !== null && !data.isOn && (
				<Act title={ownWords.app} more={ownWords.twoStepsOff}>
					<Button onClick={() => setStep({ kind: 'ask', to: 'on' })}>{ownWords.turnOn}</Button>
				</Act>
			)}
			{data?.isOn === true && (
				<>
					<Act title={ownWords.app} more={ownWords.twoStepsOn}>
						<Button onClick={() => setStep({ kind: 'ask', to: 'off' })}>{ownWords.turnOff}</Button>
					</Act>
					<Act
						title={ownWords.newCodes}
						more={`${leftText(data.recoveryLeft)} ${ownWords.newCodesMore}`}
					>
						<Button onClick={() => setStep({ kind: 'ask', to: 'renew' })}>
							{ownWords.newCodes}
						</Button>
					</Act>
				</>
			)}
			{step?.kind === 'ask' && (
				<ConfirmDialog
					title={step.to === 'off' ? ownWords.turnOffTitle : ownWords.confirmYou}
					more={step.to === 'off' ? ownWords.turnOffMore : ownWords.confirmYouMore}
					act={step.to === 'off' ? ownWords.turnOff : ownWords.next}
					isBad={step.to === 'off'}
					onPassword={acts[step.to]}
					onClose={close}
				/>
			)}
			{step?.kind === 'enrol' && (
				<EnrolDialog
					enrolment={step.enrolment}
					onConfirmed={(codes) => {
						setStep({ kind: 'codes', codes });
						reload();
						toast(ownWords.turnedOn);
					}}
					onClose={close}
				/>
			)}
			{step?.kind === 'codes' && <RecoveryDialog codes={step.codes} onClose={close} />}
		</section>
	);
}

function leftText(left: number): string {
	if (left === 0) return ownWords.recoveryNone;
	return left === 1 ? ownWords.recoveryOne : fill(ownWords.recoveryLeft, { n: left });
}
