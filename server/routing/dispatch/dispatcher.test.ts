import type { AgentId, ConversationId, GroupId, SiteId } from '../../../shared/ids.ts';
import type { RoutedGroup, Server, Waiter } from './dispatch-types.ts';
import { createDispatcher } from './dispatcher.ts';

const site = 'site' as SiteId;
const other = 'other' as SiteId;
const sales = 'sales' as GroupId;
const minute = 60_000;
const agent = (name: string): AgentId => name as AgentId;

function start() {
	const dispatcher = createDispatcher();
	dispatcher.setSite(site, 'round_robin', 10 * minute);
	const loads = new Map<string, Server>();
	return {
		dispatcher,
		group(fields: Partial<RoutedGroup>): void {
			const usual: RoutedGroup = {
				id: sales,
				sites: 'all',
				agents: [],
				standby: [],
				strategy: 'least_busy',
			};
			dispatcher.setGroups([{ ...usual, ...fields }]);
		},
		serve(name: string, fields: Partial<Server> = {}): void {
			const known: Server = loads.get(name) ?? {
				id: agent(name),
				status: 'available',
				sites: 'all',
				load: 0,
				capacity: 2,
			};
			const server = { ...known, ...fields };
			loads.set(name, server);
			dispatcher.setServer(server);
		},
		wait(name: string, fields: Partial<Waiter> = {}): void {
			dispatcher.setWaiter({
				id: name as ConversationId,
				site,
				group: null,
				priority: 'normal',
				since: 0,
				isFirst: false,
				wanted: null,
				...fields,
			});
		},
		/** Carries out what is decided until nothing is; `chat:agent`. */
		run(now = 0): string[] {
			const made: string[] = [];
			for (;;) {
				const choice = dispatcher.next(now);
				if (choice === null) return made;
				made.push(`${choice.conversation}:${choice.agent}`);
				dispatcher.removeWaiter(choice.conversation);
				this.serve(choice.agent, { load: (loads.get(choice.agent)?.load ?? 0) + 1 });
			}
		},
	};
}

describe('who is next', () => {
	test('urgent, high, normal, low; the longest waiter within one', () => {
		const play = start();
		play.wait('low', { priority: 'low' });
		play.wait('later', { since: 2 });
		play.wait('sooner', { since: 1 });
		play.wait('urgent', { priority: 'urgent', since: 9 });
		play.wait('high', { priority: 'high', since: 5 });
		play.serve('ann', { capacity: null });
		expect(play.run(10).map((one) => one.split(':')[0])).toEqual([
			'urgent',
			'high',
			'sooner',
			'later',
			'low',
		]);
	});

	test('each ageing time of waiting raises the priority by a step', () => {
		const play = start();
		play.wait('old and low', { priority: 'low', since: 0 });
		play.wait('normal', { since: 5 * minute });
		play.wait('urgent', { priority: 'urgent', since: 25 * minute });
		const first = (now: number): string | undefined => {
			const at = ['old and low', 'normal', 'urgent'] as ConversationId[];
			return at.find((id) => play.dispatcher.position(id, now) === 1);
		};
		expect(play.dispatcher.position('old and low' as ConversationId, 9 * minute)).toBe(3);
		expect(play.dispatcher.position('old and low' as ConversationId, 10 * minute)).toBe(2);
		expect(first(29 * minute)).toBe('normal');
		expect(first(30 * minute)).toBe('old and low');
		play.serve('ann', { capacity: 1 });
		expect(play.run(30 * minute)).toEqual(['old and low:ann']);
	});

	test('nobody starves while urgent ones never end', () => {
		const play = start();
		play.wait('low', { priority: 'low' });
		play.serve('ann', { capacity: 1, load: 1 });
		let servedAt = 0;
		for (let now = 0; now < 100 * minute && servedAt === 0; now += minute) {
			play.wait(`urgent ${now}`, { priority: 'urgent', since: now });
			play.wait(`one more ${now}`, { priority: 'urgent', since: now });
			play.serve('ann', { load: 0 });
			if (play.run(now).includes('low:ann')) servedAt = now;
		}
		expect(servedAt).toBe(30 * minute);
	});

	test('one who came back goes before the others of its priority, and not before a higher one', () => {
		const play = start();
		play.wait('normal', { since: 1 });
		play.wait('back', { since: 5, isFirst: true });
		play.wait('high', { since: 9, priority: 'high' });
		play.serve('ann', { capacity: null });
		expect(play.run(10)).toEqual(['high:ann', 'back:ann', 'normal:ann']);
	});

	test('a changed priority holds at once, and the place among equals stays', () => {
		const play = start();
		play.wait('a');
		play.wait('b');
		play.wait('a', { priority: 'low' });
		expect(play.dispatcher.position('a' as ConversationId, 0)).toBe(2);
		play.wait('a');
		expect(play.dispatcher.position('a' as ConversationId, 0)).toBe(1);
		expect(play.dispatcher.size(site)).toBe(2);
	});
});

describe('who gets it', () => {
	test('round robin goes round, past those who are full, and what is taken by hand moves no turn', () => {
		const play = start();
		for (const name of ['ann', 'bob', 'cy']) play.serve(name, { capacity: 3 });
		play.serve('bob', { load: 3 });
		for (const name of ['1', '2', '3']) play.wait(name);
		expect(play.run()).toEqual(['1:ann', '2:cy', '3:ann']);
		play.serve('bob', { load: 1 });
		play.serve('cy', { load: 2 });
		for (const name of ['4', '5', '6']) play.wait(name);
		expect(play.run()).toEqual(['4:bob', '5:cy', '6:ann']);
	});

	test('least busy: the lowest load, then the lower share of the capacity, then who was served longest ago', () => {
		const play = start();
		play.dispatcher.setSite(site, 'least_busy', minute);
		play.serve('ann', { load: 1, capacity: 2 });
		play.serve('bob', { load: 1, capacity: 4 });
		play.serve('cy', { load: 0, capacity: 1 });
		for (const name of ['1', '2', '3', '4', '5']) play.wait(name);
		expect(play.run()).toEqual(['1:cy', '2:bob', '3:ann', '4:bob', '5:bob']);
	});

	test('a group is answered by its agents; by its standby when none of them has a slot free', () => {
		const play = start();
		play.group({ agents: [agent('ann')], standby: [agent('bob')] });
		for (const name of ['ann', 'bob', 'cy']) play.serve(name, { capacity: 1 });
		for (const name of ['1', '2', '3']) play.wait(name, { group: sales });
		expect(play.dispatcher.free(site, sales)).toBe(1);
		expect(play.run()).toEqual(['1:ann', '2:bob']);
		play.serve('bob', { load: 0 });
		expect(play.dispatcher.free(site, sales)).toBe(1);
		play.serve('ann', { load: 0 });
		expect(play.run()).toEqual(['3:ann']);
	});

	test('busy ones come in when nobody who is available has a slot free, standby included', () => {
		const play = start();
		play.group({ agents: [agent('ann'), agent('bob')], standby: [agent('cy')] });
		play.serve('ann', { status: 'busy', capacity: 1 });
		play.serve('bob', { capacity: 1 });
		play.serve('cy', { capacity: 1 });
		for (const name of ['1', '2', '3', '4']) play.wait(name, { group: sales });
		expect(play.run()).toEqual(['1:bob', '2:cy', '3:ann']);
	});

	test('away, offline and removed agents get nothing, nor those who do not see the site', () => {
		const play = start();
		play.serve('ann', { status: 'away' });
		play.serve('bob', { status: 'offline' });
		play.serve('cy', { sites: [other] });
		play.serve('dan');
		play.dispatcher.removeServer(agent('dan'));
		play.wait('1');
		expect(play.run()).toEqual([]);
		play.serve('cy', { sites: [other, site] });
		expect(play.run()).toEqual(['1:cy']);
	});

	test('what is taken by hand is never given, until the strategy is another one', () => {
		const play = start();
		play.group({ agents: [agent('ann')], strategy: 'by_hand' });
		play.serve('ann', { capacity: 1 });
		play.wait('1', { group: sales });
		play.wait('2', { site: other });
		expect(play.run()).toEqual([]);
		play.dispatcher.setSite(other, 'least_busy', 0);
		expect(play.run()).toEqual(['2:ann']);
		play.group({ agents: [agent('ann')], strategy: 'round_robin' });
		play.serve('ann', { load: 0 });
		expect(play.run()).toEqual(['1:ann']);
	});

	test('one who waits for an agent is given to that agent alone, by hand or not', () => {
		const play = start();
		play.dispatcher.setSite(site, 'by_hand', minute);
		play.serve('ann', { capacity: 1 });
		play.serve('bob', { status: 'away' });
		play.wait('1', { wanted: agent('bob') });
		expect(play.run()).toEqual([]);
		play.serve('bob', { status: 'busy' });
		expect(play.run()).toEqual(['1:bob']);
	});

	test('a group that is gone, or is not of the site, is as none', () => {
		const play = start();
		play.group({ sites: [other], agents: [] });
		play.serve('ann');
		play.wait('1', { group: sales });
		play.wait('2', { group: 'gone' as GroupId });
		expect(play.run()).toEqual(['1:ann', '2:ann']);
	});

	test('free slots: of the group, else of its standby; without bound when one has no limit', () => {
		const play = start();
		play.group({ agents: [agent('ann'), agent('bob')], standby: [agent('cy')] });
		play.serve('ann', { capacity: 4, load: 1 });
		play.serve('bob', { status: 'busy', capacity: 4 });
		play.serve('cy', { capacity: null });
		expect(play.dispatcher.free(site, sales)).toBe(3);
		play.serve('ann', { load: 4 });
		expect(play.dispatcher.free(site, sales)).toBe(Infinity);
		play.serve('cy', { status: 'away' });
		expect(play.dispatcher.free(site, sales)).toBe(0);
	});
});
