import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { AgentStatus, OwnDutyView } from '../../shared/views/desk-view.ts';
import type { Place } from '../routing/index.ts';
import { createHub, type VisitorListener } from './hub.ts';
import { createNotices } from './notices.ts';

const shop = 's_shop' as SiteId;
const mira = 'a_mira' as AgentId;
const chat = (name: string) => `v_${name}.1` as ConversationId;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

function world() {
	const heard: Record<string, unknown>[] = [];
	const health = { ok: true };
	const faults: unknown[] = [];
	/** What the routing says has changed since it was asked last. */
	const moved = new Map<ConversationId, Place | null>();
	const duty = { status: 'available' as AgentStatus };
	let checks = 0;
	const hub = createHub({
		nameOf: () => '',
		peek: () => null,
		stateOf: () => Promise.reject(new Error('not asked')),
		logFault: (_id, error) => void faults.push(error),
	});
	const listener: VisitorListener = {
		site: shop,
		address: null,
		acknowledge: () => false,
		hear: () => {},
		say: (frame) => void heard.push(JSON.parse(frame) as Record<string, unknown>),
		end: () => undefined,
	};
	const presence = { check: () => void (checks += 1) };
	const site = { id: shop, settings: { queue: { position: true } } };
	const notices = createNotices({
		hub,
		presence: presence as never,
		routing: {
			placesChanged(isHere) {
				const here = [...moved].filter(([id]) => isHere(id));
				moved.clear();
				return new Map(here);
			},
			siteOf: () => shop,
			team: () => [{ id: mira, sites: 'all', status: duty.status }] as never,
			dutyOf: () => ({ ...duty }) as OwnDutyView,
		},
		sites: { byId: () => site as never },
		store: { health: () => Promise.resolve(health.ok ? health : { ok: false, reason: 'x' }) },
		logFault: (_id, error) => void faults.push(error),
	});
	notices.start();
	return {
		notices,
		hub,
		heard,
		health,
		faults,
		site,
		duty,
		move: (name: string, place: Place | null) => void moved.set(chat(name), place),
		watch: (name: string) => hub.addVisitor(`v_${name}` as VisitorId, listener),
		/** A console of this agent; gives what it hears. */
		console(id: AgentId) {
			const frames: Record<string, unknown>[] = [];
			hub.addAgent({
				id,
				name: '',
				mayAnswer: true,
				sees: () => true,
				hear: (frame) => void frames.push(JSON.parse(frame) as Record<string, unknown>),
				missed: () => {},
			});
			return frames;
		},
		checks: () => checks,
		pass: (ms: number) => jest.advanceTimersByTimeAsync(ms),
	};
}

describe('places in the line', () => {
	it('are told within half a second, with the range of the wait, to those who are here', async () => {
		const { move, watch, heard, pass } = world();
		watch('b');
		move('a', { position: 1, range: null });
		move('b', { position: 2, range: { from: 1, to: 4 } });
		await pass(500);
		const frame = { type: 'queue', conversation: 'v_b.1' };
		expect(heard).toEqual([{ ...frame, position: 2, fromMinutes: 1, toMinutes: 4 }]);
		move('b', null);
		await pass(500);
		expect(heard[1]).toEqual({ ...frame, position: null, fromMinutes: null, toMinutes: null });
		await pass(5000);
		expect(heard).toHaveLength(2);
	});

	it('are 0 where the owner does not want them told', async () => {
		const { move, watch, heard, site, pass } = world();
		site.settings.queue.position = false;
		watch('a');
		move('a', { position: 3, range: null });
		await pass(500);
		expect(heard).toMatchObject([{ position: 0 }]);
	});
});

describe('the team and the own duty', () => {
	it('are told when they change, and only then', async () => {
		const { notices, console, duty, pass } = world();
		const frames = console(mira);
		await pass(500);
		expect(frames.map(({ type }) => type)).toEqual(['team', 'duty']);
		await pass(6000);
		notices.teamSoon();
		await pass(500);
		expect(frames).toHaveLength(2);
		duty.status = 'busy';
		await pass(500);
		expect(frames).toHaveLength(2);
		notices.teamSoon();
		await pass(500);
		expect(frames.slice(2)).toMatchObject([
			{ type: 'team', agents: [{ status: 'busy' }] },
			{ type: 'duty', requestId: null, duty: { status: 'busy' } },
		]);
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
