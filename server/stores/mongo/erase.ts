import type { TimelineId } from '../../../shared/ids.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { wordsId } from './index-words.ts';
import type { Steps } from './session.ts';
import { text, whole } from './values.ts';

/** Updates that go as one command. */
const batch = 500;

/**
 * The body first, the search row second: whoever indexes the event in between sees, after its own write, that the body
 * is gone, and takes its row back. Repeated, it keeps the time of the first erasure.
 */
export async function erase(
	steps: Steps,
	timeline: TimelineId,
	remains: readonly { readonly seq: number; readonly body: StoredEvent['body'] }[],
	at: number,
): Promise<void> {
	const { events, words } = steps.models;
	for (let start = 0; start < remains.length; start += batch) {
		const part = remains.slice(start, start + batch);
		await steps.write(() =>
			events.bulkWrite(
				part.flatMap(({ seq, body }) => {
					const place = { timeline: text(timeline), seq: whole(seq) };
					const blank = { body: JSON.stringify(body) };
					const first = { ...place, erasedAt: null };
					return [
						{ updateOne: { filter: first, update: { $set: { ...blank, erasedAt: whole(at) } } } },
						{ updateOne: { filter: place, update: { $set: blank } } },
					];
				}),
				{ ordered: true },
			),
		);
		const ids = part.map(({ seq }) => wordsId({ timeline, seq }));
		await steps.write(() => words.deleteMany({ _id: { $in: ids } }));
	}
}
