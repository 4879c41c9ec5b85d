import type { World } from './browser.ts';
import type { Frame } from './node-parts.ts';
import { settle } from './talkers.ts';

type Told = {
	readonly clientId: string | null;
	readonly conversation?: string;
	readonly seq?: number;
	readonly vseq: number | null;
};

/** An event tells as much as an acknowledgement, which may have been lost: it is committed. */
export function settleAll({ history, talks }: World, frame: Frame): void {
	settle(history, frame);
	const learn = (clientId: string, conversation: string): void => {
		const talk = history.find(clientId)?.talk;
		if (talk !== undefined && conversation !== '') talks.set(conversation, talk);
	};
	if (frame.type === 'ack') learn(String(frame['clientId']), String(frame['conversation']));
	for (const event of eventsIn(frame)) {
		if (event.clientId === null || !history.has(event.clientId)) continue;
		const conversation = event.conversation ?? String(frame['conversation']);
		const { seq = null, vseq } = event;
		history.ok(event.clientId, { conversation, seq, vseq });
		learn(event.clientId, conversation);
	}
}

function eventsIn(frame: Frame): readonly Told[] {
	if (frame.type === 'event') return [frame['event'] as Told];
	return frame.type === 'events' ? (frame['events'] as readonly Told[]) : [];
}
