import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { createHostEvents } from './host-events.ts';

const message = (vseq: number, kind: string) => ({ vseq, type: 'message', author: { kind } });
const stateOf = (isLoaded: boolean, ...events: { readonly vseq: number }[]) =>
	({
		isLoaded,
		log:
			events.length === 0 ? [] : [{ id: 'c.1', timeline: { last: events.at(-1)?.vseq, events } }],
	}) as unknown as VisitorState;

it('tells what comes, once, and not what was there', () => {
	const eventsIn = createHostEvents();
	const asked = message(1, 'visitor');
	const answered = message(2, 'agent');
	expect(eventsIn(stateOf(false))).toEqual([]);
	expect(eventsIn(stateOf(true, asked, answered))).toEqual([]);
	const more = [asked, answered, message(3, 'agent'), { vseq: 4, type: 'ended', author: {} }];
	expect(eventsIn(stateOf(true, ...more))).toEqual(['message', 'ended']);
	expect(eventsIn(stateOf(true, ...more))).toEqual([]);
});

it('tells that a chat has started by its first message', () => {
	const eventsIn = createHostEvents();
	eventsIn(stateOf(true));
	expect(eventsIn(stateOf(true, message(1, 'visitor')))).toEqual(['started']);
});
