import { useState } from '@wordpress/element';
import type { AgentPrefs } from '../../../shared/site/agent-prefs.ts';
import type { NoticeKind } from '../../../shared/views/notice-view.ts';
import { post } from '../api.ts';
import { Button } from '../button.tsx';
import { fill } from '../fill.ts';
import { SwitchField } from '../settings/fields.tsx';
import { useResource } from '../shell/resource.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { toast } from '../shell/toast.tsx';
import { PushSettings } from './push-settings.tsx';
import { askPermission, permissionNow, show } from './show.ts';
import { pageSounds } from './sounds.ts';
import { VolumeField } from './volume-field.tsx';
import { words } from './words.ts';

const path = '/api/v1/me/prefs';
/** As an agent thinks of them, not by strength. */
const kinds: readonly NoticeKind[] = [
	'waiting',
	'assigned',
	'message',
	'late',
	'mention',
	'status',
];

/** How this agent is told, by kind (L71); saved at once, and in force in each browser. */
export function NoticeSettings() {
	const { data, error, reload, set } = useResource<AgentPrefs>(path, 'prefs');
	const [permission, setPermission] = useState(permissionNow);
	if (data === null)
		return error === null ? <Loading rows={4} /> : <Failed why={error} onRetry={reload} />;

	function change(part: Partial<AgentPrefs>): void {
		set({ ...(data as AgentPrefs), ...part });
		post<AgentPrefs>(path, part).then(set, (failure: unknown) => {
			toast((failure as Error).message);
			reload();
		});
	}
	const byKind = (way: 'sounds' | 'notifications', kind: NoticeKind) => (
		<td>
			<input
				type="checkbox"
				aria-label={fill(way === 'sounds' ? words.soundFor : words.notificationFor, {
					kind: words.kinds[kind],
				})}
				checked={data[way][kind]}
				onChange={({ currentTarget }) =>
					change({ [way]: { ...data[way], [kind]: currentTarget.checked } })
				}
			/>
		</td>
	);
	async function tryIt(): Promise<void> {
		pageSounds.play('message', data?.volume ?? 0);
		setPermission(await askPermission());
		const text = { title: words.testTitle, body: words.testText };
		await show({ ...text, tag: 'parley-test', conversation: null });
	}

	return (
		<>
			<section className="section stack" aria-label={words.heading}>
				<h3>{words.heading}</h3>
				<p className="help">{words.more}</p>
				<table className="notice-kinds">
					<thead>
						<tr>
							<th scope="col">{words.what}</th>
							<th scope="col">{words.sound}</th>
							<th scope="col">{words.notification}</th>
						</tr>
					</thead>
					<tbody>
						{kinds.map((kind) => (
							<tr key={kind}>
								<th scope="row">{words.kinds[kind]}</th>
								{byKind('sounds', kind)}
								{byKind('notifications', kind)}
							</tr>
						))}
					</tbody>
				</table>
				<VolumeField value={data.volume} onChange={(volume) => change({ volume })} />
				<SwitchField
					label={words.quiet}
					isOn={data.quietWhileLooking}
					onChange={(quietWhileLooking) => change({ quietWhileLooking })}
				/>
				<SwitchField
					label={words.text}
					help={words.textMore}
					isOn={data.noticeText}
					onChange={(text) => change({ noticeText: text })}
				/>
				<p className="help" role="status">
					{words.browser[permission]}
				</p>
				<div className="notice-acts">
					{permission === 'default' && (
						<Button onClick={() => void askPermission().then(setPermission)}>{words.allow}</Button>
					)}
					<Button icon="bell" onClick={() => void tryIt()}>
						{words.test}
					</Button>
				</div>
			</section>
			<PushSettings />
		</>
	);
}
