import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { ConversationEvent, ConversationState } from '../conversations/index.ts';
import { createLine } from '../routing/index.ts';
import { createHub, type VisitorListener } from './hub.ts';
import { createNotices } from './notices.ts';

const shop = 's_shop' as SiteId;
const chat = (name: string) => `v_${name}.1` as ConversationId;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function world() {
	const states = new Map<ConversationId, ConversationState>();
	const heard: Record<string, unknown>[] = [];
	const health = { ok: true };
	const faults: unknown[] = [];
	let checks = 0;
	let isForgotten = false;
	const read = (id: ConversationId) => states.get(id) ?? null;
	const peek = (id: ConversationId) => (isForgotten ? null : read(id));
	const hub = createHub({
		nameOf: () => '',
		peek,
		stateOf: () => Promise.reject(new Error('not asked')),
		logFault: (_id, error) => void faults.push(error),
	});
	const listener: VisitorListener = {
		site: shop,
		acknowledge: () => false,
		hear: () => {},
		say: (frame) => void heard.push(JSON.parse(frame) as Record<string, unknown>),
	};
	const line = createLine();
	const presence = { check: () => void (checks += 1) };
	const site = { id: shop, settings: { queue: { position: true } } };
	const notices = createNotices({
		hub,
		presence: presence as never,
		line,
		sites: { byId: () => site } as never,
		store: { health: () => Promise.resolve(health.ok ? health : { ok: false, reason: 'x' }) },
		peek,
		stateOf: (id) => Promise.resolve(read(id) as ConversationState),
		logFault: (_id, error) => void faults.push(error),
	});
	notices.start();
	/** Something was committed, after which the conversation is in this state. */
	function commit(name: string, status: string, type = 'message', body: object = { open: {} }) {
		const id = chat(name);
		const openedAt = name.charCodeAt(0);
		const open = { site: shop, visitor: id.split('.')[0] };
		states.set(id, { id, seq: 1, status, open, openedAt } as unknown as ConversationState);
		notices.committed({ timeline: id, seq: 1, type, body } as unknown as ConversationEvent);
	}
	return {
		notices,
		line,
		hub,
		heard,
		health,
		faults,
		site,
		commit,
		/** States are in the store only. */
		forget: () => void (isForgotten = true),
		watch: (name: string) => hub.addVisitor(`v_${name}` as VisitorId, listener),
		checks: () => checks,
		pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
	};
}

describe('places in the line', () => {
	it('are told within half a second, to those who are here, as others leave', async () => {
		const { commit, watch, heard, pass } = world();
		watch('b');
		for (const name of ['a', 'b']) commit(name, 'waiting');
		await pass(500);
		expect(heard).toMatchObject([{ type: 'queue', conversation: 'v_b.1', position: 2 }]);
		commit('a', 'active', 'assigned');
		await pass(500);
		expect(heard[1]).toMatchObject({ type: 'queue', position: 1 });
		commit('b', 'active', 'message', { assign: 'a_1', status: 'active' });
		await pass(500);
		expect(heard[2]).toMatchObject({ type: 'queue', position: null });
		await pass(5000);
		expect(heard).toHaveLength(3);
	});

	it('are 0 where the owner does not want them told', async () => {
		const { commit, watch, heard, site, pass } = world();
		site.settings.queue.position = false;
		watch('a');
		commit('a', 'waiting');
		await pass(500);
		expect(heard).toMatchObject([{ position: 0 }]);
	});

	it('are left also when the state must be read first', async () => {
		const { commit, line, forget, pass } = world();
		commit('a', 'waiting');
		forget();
		commit('a', 'active', 'assigned');
		await pass(0);
		expect(line.size(shop)).toBe(0);
	});

	it('are hidden also of somebody whose state is not at hand', async () => {
		const { commit, watch, heard, site, forget, pass } = world();
		site.settings.queue.position = false;
		watch('a');
		commit('a', 'waiting');
		forget();
		await pass(500);
		expect(heard).toMatchObject([{ position: 0 }]);
	});

	it('change by nothing that cannot change them', async () => {
		const { commit, line } = world();
		commit('a', 'waiting', 'note', {});
		commit('b', 'waiting', 'message', {});
		commit('c', 'pending');
		expect(line.size(shop)).toBe(0);
		commit('c', 'waiting', 'reopened', {});
		expect(line.size(shop)).toBe(1);
	});
});

describe('looks', () => {
	it('at who is there come every three seconds, and at the next look when an agent came', async () => {
		const { notices, checks, pass } = world();
		await pass(500);
		expect(checks()).toBe(1);
		await pass(2000);
		expect(checks()).toBe(1);
		await pass(500);
		expect(checks()).toBe(2);
		notices.presenceSoon();
		await pass(500);
		expect(checks()).toBe(3);
	});

	it('at the store are told to everybody when it goes and when it is back, once each', async () => {
		const { watch, heard, health, pass } = world();
		watch('a');
		await pass(6000);
		expect(heard).toEqual([]);
		health.ok = false;
		await pass(6000);
		expect(heard).toEqual([{ type: 'store', isAway: true }]);
		health.ok = true;
		await pass(6000);
		expect(heard.slice(1)).toEqual([{ type: 'store', isAway: false }]);
	});

	it('end when they are stopped', async () => {
		const { notices, checks, pass } = world();
		notices.stop();
		await pass(6000);
		expect(checks()).toBe(0);
		expect(jest.getTimerCount()).toBe(0);
	});
});
