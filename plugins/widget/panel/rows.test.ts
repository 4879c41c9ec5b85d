import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { rowsOf } from './rows.ts';

type Pending = VisitorState['pending'][number];

const frame = { type: 'message.send', clientId: 'client-1', text: 'Hello' } as const;
const waiting: Pending = { frame, at: 1000, state: 'sending', code: null, message: null };
const markOf = (
	pending: Partial<Pending>,
	link: VisitorState['link']['kind'] = 'open',
	isOnline = true,
) => {
	const state = { log: [], pending: [{ ...waiting, ...pending }], link: { kind: link } };
	const [row] = rowsOf(state as unknown as VisitorState, 1500, String, isOnline);
	return row?.kind === 'message' ? row.mark : null;
};

test('what is written says how it stands', () => {
	expect(markOf({})).toBe('sending');
	expect(markOf({}, 'connecting')).toBe('waiting');
	expect(markOf({}, 'waiting', false)).toBe('offline');
	// The socket does not know yet that the network has gone.
	expect(markOf({}, 'open', false)).toBe('offline');
	expect(markOf({ at: -20_000 })).toBe('waiting');
	expect(markOf({ state: 'failed', code: 'message_too_long' })).toBe('failed');
});

test('what the server puts off again and again says so, also while it is tried once more', () => {
	for (const state of ['waiting', 'sending'] as const)
		expect(markOf({ state, code: 'internal' })).toBe('delayed');
	expect(markOf({ code: 'internal' }, 'connecting')).toBe('waiting');
});
