import { useState } from '@wordpress/element';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { toast } from '../shell/toast.tsx';
import { words as shellWords } from '../shell/words.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

interface Props {
	readonly views: readonly ConversationView[];
	readonly onDone: () => void;
	readonly onArchive: (views: readonly ConversationView[]) => void;
}

/** What can be done with several conversations at once: end those that run, archive those that have ended. */
export function SelectBar({ views, onDone, onArchive }: Props) {
	const { client, state } = useDesk();
	const [asks, ask] = useState(false);
	const running = views.filter(({ status }) => status !== 'ended');
	const ended = views.filter(({ status }) => status === 'ended');
	const isOnline = state.link.kind === 'open';

	function endAll(): void {
		for (const { id } of running)
			client.act({ type: 'conversation.end', conversation: id, reason: '' });
		toast(fill(words.ended, { n: running.length }));
		ask(false);
		onDone();
	}
	return (
		<div className="select-bar">
			<span role="status">{fill(words.selected, { n: views.length })}</span>
			<Button disabled={running.length === 0 || !isOnline} onClick={() => ask(true)}>
				{words.endSelected}
			</Button>
			<Button
				disabled={ended.length === 0}
				onClick={() => {
					onArchive(ended);
					onDone();
				}}
			>
				{words.archiveSelected}
			</Button>
			<Button kind="quiet" onClick={onDone}>
				{words.selectDone}
			</Button>
			{asks && (
				<Dialog
					title={fill(words.endManyTitle, { n: running.length })}
					onClose={() => ask(false)}
					onSubmit={endAll}
					footer={
						<>
							<Button onClick={() => ask(false)}>{shellWords.cancel}</Button>
							<Button kind="primary" type="submit">
								{fill(words.endMany, { n: running.length })}
							</Button>
						</>
					}
				>
					<p>{words.endManyMore}</p>
				</Dialog>
			)}
		</div>
	);
}
