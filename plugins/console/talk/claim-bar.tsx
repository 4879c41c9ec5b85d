import type { OwnDutyView } from '../../../shared/views/desk-view.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { clockOf } from '../format.ts';
import { limitFor, limitsOf } from '../inbox/limits.ts';
import { useSeconds } from '../inbox/use-seconds.ts';
import { useDesk } from '../shell/desk.tsx';
import { latenessOf } from '../shell/ring.tsx';
import { useSites } from '../shell/use-sites.ts';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';
import { personOf } from './person.ts';
import { placeInLine } from './place-in-line.ts';

interface Props {
	readonly view: ConversationView;
	/** A claim is on its way, or nothing can be sent. */
	readonly isBusy: boolean;
	readonly onClaim: () => void;
	readonly onWatch: () => void;
	readonly onNote: () => void;
}

/** In the composer's place while nobody has the conversation: the whole transcript stands above it, to be read before (M19). */
export function ClaimBar({ view, isBusy, onClaim, onWatch, onNote }: Props) {
	const { me, state, mayAnswer } = useDesk();
	const now = useSeconds();
	const limits = limitsOf(useSites(), view);
	const place = placeInLine(state.conversations.values(), view);
	const waitMs =
		view.waitingSinceAt === null ? null : Math.max(0, now - Date.parse(view.waitingSinceAt));
	return (
		<div className="claim" role="group" aria-label={words.claim}>
			<dl>
				<div>
					<dt>{words.inQueue}</dt>
					<dd>{place === null ? words.notInQueue : fill(words.place, place)}</dd>
				</div>
				{waitMs !== null && (
					<div>
						<dt>{words.waitingFor}</dt>
						<dd className={`wait ${latenessOf(waitMs, limitFor(view, limits))}`}>
							{clockOf(waitMs)}
						</dd>
					</div>
				)}
				{limits.maxWaitMs !== null && (
					<div>
						<dt>{words.limit}</dt>
						<dd className="num">{clockOf(limits.maxWaitMs)}</dd>
					</div>
				)}
			</dl>
			{mayAnswer ? (
				<>
					<div className="claim-acts">
						<Button kind="primary" isBig disabled={isBusy} onClick={onClaim}>
							{words.claimConversation} <kbd aria-hidden="true">C</kbd>
						</Button>
						<Button isBig icon="eye" onClick={onWatch}>
							{words.watch}
						</Button>
						<Button isBig icon="lock" onClick={onNote}>
							{words.note}
						</Button>
					</div>
					<p>
						{state.duty !== null && `${loadText(state.duty)} `}
						{fill(words.claimTells, {
							name: personOf(state, view).short,
							me: me.name.split(/\s+/)[0] ?? me.name,
						})}
					</p>
				</>
			) : (
				<p>{words.readOnly}</p>
			)}
		</div>
	);
}

function loadText({ load, capacity }: OwnDutyView): string {
	if (capacity === null) return fill(words.loadOpen, { n: load });
	return fill(load >= capacity ? words.full : words.load, { n: load, of: capacity });
}
