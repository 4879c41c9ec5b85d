import { storageIn } from '../../../shared/client/fake-parts.ts';
import { visitorReducer, type VisitorLog } from '../../../shared/client/visitor-log.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { createUnread } from './unread.ts';

const message = (vseq: number, kind: string) =>
	({ type: 'message', vseq, author: { kind, name: '' } }) as VisitorEventView;
const joined = (vseq: number) =>
	({ type: 'joined', vseq, author: { kind: 'agent', name: '' } }) as VisitorEventView;
const logOf = (id: string, ...events: VisitorEventView[]): VisitorLog => [
	{ id, timeline: visitorReducer.apply(visitorReducer.empty(), events) },
];

const asked = message(1, 'visitor');
const answered = message(2, 'agent');

test('what the team wrote counts from the first that was not seen', () => {
	const stored = new Map<string, string>();
	const unread = createUnread(storageIn(stored), 's1');
	expect(unread.count([], false)).toBe(0);
	expect(unread.count(logOf('v.1', asked, answered), false)).toBe(1);
	expect(unread.count(logOf('v.1', asked, answered), true)).toBe(0);
	expect(unread.count(logOf('v.1', asked, answered), false)).toBe(0);
	const more = logOf('v.1', asked, answered, message(3, 'bot'), joined(4), message(5, 'visitor'));
	expect(unread.count(more, false)).toBe(1);
	// Another tab, or the same after a reload.
	expect(createUnread(storageIn(stored), 's1').count(more, false)).toBe(1);
	expect(createUnread(storageIn(stored), 's2').count(more, false)).toBe(2);
});

test('what was seen of one conversation says nothing of the next', () => {
	const unread = createUnread(storageIn(new Map()), 's1');
	unread.count(logOf('v.1', asked, answered), true);
	expect(unread.count(logOf('v.2', asked, answered), false)).toBe(1);
});
