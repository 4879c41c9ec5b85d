import { useEffect, useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { fill } from '../fill.ts';
import { SwitchField } from '../settings/fields.tsx';
import { useDesk } from '../shell/desk.tsx';
import { toast } from '../shell/toast.tsx';
import { pushState, sendTest, turnOff, turnOn, type PushState } from './push-client.ts';
import { useInstall } from './use-install.ts';
import { words } from './words.ts';

/** Pushes to this device, and the console as an app: both belong to the browser, not to the account. */
export function PushSettings() {
	const { me } = useDesk();
	const [state, setState] = useState<PushState | null>(null);
	const [isBusy, setBusy] = useState(false);
	const install = useInstall();
	useEffect(() => void pushState(me.id).then(setState), [me.id]);

	async function turn(isOn: boolean): Promise<void> {
		setBusy(true);
		try {
			await (isOn ? turnOn(me.id) : turnOff(me.id));
		} catch (failure) {
			toast(fill(words.pushFailed, { why: (failure as Error).message }));
		}
		setState(await pushState(me.id));
		setBusy(false);
	}
	const test = (): void =>
		void sendTest().then(
			() => toast(words.pushSent),
			(failure: unknown) => toast((failure as Error).message),
		);

	return (
		<section className="section stack" aria-label={words.pushHeading}>
			<h3>{words.pushHeading}</h3>
			<p className="help">{words.pushMore}</p>
			{(state === 'on' || state === 'off') && (
				<SwitchField
					label={words.pushOn}
					help={`${words.pushVia} ${words.pushEnds}`}
					isOn={state === 'on'}
					disabled={isBusy}
					onChange={(isOn) => void turn(isOn)}
				/>
			)}
			{state === 'ios' && <p className="help">{words.pushIos}</p>}
			{state === 'none' && <p className="help">{words.pushNone}</p>}
			<div className="notice-acts">
				{state === 'on' && <Button onClick={test}>{words.pushTest}</Button>}
				{install !== null && (
					<Button icon="download" onClick={install}>
						{words.install}
					</Button>
				)}
			</div>
		</section>
	);
}
