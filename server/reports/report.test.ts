import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { defaultSiteSettings } from '../../shared/site/site-settings.ts';
import type { MetricId, MetricView, Report } from '../../shared/views/report-view.ts';
import type { Store } from '../ports/store.ts';
import type { Site } from '../sites/index.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';
import { casesBehind, type AskedCases } from './cases.ts';
import { factsCollection } from './facts.ts';
import { metricOf } from './metrics.ts';
import { changeOf, createReports, type Asked, type ReportDeps } from './report.ts';
import { jonas, mira, putRows, rowOf, shop } from './testing/rows.ts';

/** Thursday; 11:00 in Berlin. */
const now = Date.UTC(2026, 8, 17, 9);
const day = 86_400_000;
const week = Array.from({ length: 7 }, (_, n) => (n < 5 ? [{ from: '09:00', to: '17:30' }] : []));
let timeZone: string;
let store: Store;
let deps: ReportDeps;
let reports: ReturnType<typeof createReports>;
let clockNow: number;
beforeEach(async () => {
	timeZone = 'Europe/Berlin';
	clockNow = now;
	({ store } = await openHostileStore({ collections: [factsCollection] }));
	const hours = () => ({ ...defaultSiteSettings.hours, timeZone, week });
	deps = {
		store,
		clock: { now: () => clockNow, after: () => () => undefined },
		site: (id) => ({ id, settings: { ...defaultSiteSettings, hours: hours() } }) as Site,
		nameOf: (agent) => (agent === mira ? 'Mira' : 'Jonas'),
		groups: () => [],
		visitorNames: async (ids) => new Map(ids.map((id) => [id, 'Luka'])),
	};
	reports = createReports(deps);
});
const asked: Asked = { sites: [shop], group: null, agent: null };
const read = (more: Partial<Asked> = {}): Promise<Report> => reports.report({ ...asked, ...more });
const metric = (report: Report, id: MetricId): MetricView => {
	const found = report.metrics.find((each) => each.id === id);
	if (found === undefined) throw new Error(`no ${id}`);
	return found;
};

describe('a report', () => {
	it('counts the last 14 days against the 14 before [G74] [G94] [L40]', async () => {
		await putRows(store, 30, now - 3 * day);
		await putRows(store, 20, now - 16 * day);
		await putRows(store, 5, now - 40 * day);
		const report = await read();
		expect(report).toMatchObject({
			from: '2026-09-04',
			to: '2026-09-17',
			before: { from: '2026-08-21', to: '2026-09-03' },
			timeZone: 'Europe/Berlin',
		});
		expect(metric(report, 'conversations')).toMatchObject({
			now: { value: 30 },
			before: { value: 20 },
			change: null,
		});
	});

	it('says medians and nine of ten, never means [L42] [L43]', async () => {
		await putRows(store, 100, now - 2 * day, (n) => ({
			waits: [n < 60 ? 20_000 : n < 95 ? 90_000 : 3_600_000],
		}));
		const { value, nineOfTen } = metric(await read(), 'wait').now;
		expect([value, nineOfTen]).toEqual([20, 90]);
	});

	it('says too few under 20 cases, with how many there were', async () => {
		await putRows(store, 19, now - 2 * day, () => ({ rating: 5, ratedAt: now }));
		const few = metric(await read(), 'satisfied').now;
		expect(few).toEqual({ value: null, nineOfTen: null, cases: 19, hits: 19 });
		const [row] = await putRows(store, 1, now - 2 * day, () => ({ rating: 1, ratedAt: now }));
		reports.changed(row!);
		expect(metric(await read(), 'satisfied').now).toMatchObject({ value: 0.95, cases: 20 });
	});

	it('judges a change by what is good for the figure, at the precision that is shown', () => {
		const figure = (value: number | null) => ({ value, nineOfTen: null, cases: 50, hits: null });
		const change = (id: string, after: number | null, before: number) =>
			changeOf(metricOf(id)!, figure(after), figure(before));
		expect(change('wait', 30, 40)).toBe('better');
		expect(change('satisfied', 0.91, 0.95)).toBe('worse');
		expect(change('satisfied', 0.951, 0.949)).toBe('same');
		expect(change('satisfied', null, 0.9)).toBeNull();
		expect(change('conversations', 5, 9)).toBeNull();
	});

	it('puts conversations on the hour and the day of the site, also when clocks change [G85] [G96] [L49] [L54]', async () => {
		// 00:30 on Monday in Berlin, still Sunday in UTC.
		await putRows(store, 1, Date.UTC(2026, 8, 13, 22, 30), () => ({ isInHours: false }));
		const report = await read();
		expect(report.hours.counts[0]?.[0]).toBe(1);
		expect(report.hours.counts.flat().reduce((sum, n) => sum + n, 0)).toBe(1);
		expect(report.hours.open?.[0]?.map(Number).join('')).toBe('000000000111111111000000');
		expect(report.hours.open?.[6]).not.toContain(true);
		expect(report.hours.outside).toBe(1);
		const at = report.days.findIndex(({ date }) => date === '2026-09-14');
		expect(metric(report, 'conversations').days[at]?.value).toBe(1);
		expect(report.days[at]?.isClosed).toBe(false);
		expect(report.days[at - 1]).toEqual({ date: '2026-09-13', isClosed: true });
		// The day on which clocks go back has 25 hours and loses no conversation.
		await putRows(store, 25 * 60, Date.UTC(2026, 9, 24, 22));
		const autumn = await read({ from: '2026-10-25', to: '2026-10-25' });
		expect(metric(autumn, 'conversations').now.value).toBe(25 * 60);
		expect(autumn.hours.counts[6]?.[2]).toBe(120);
	});

	it('shows each agent, and one agent alone [L48] [L52] [G93]', async () => {
		const spans = (from: number, to: number) => [[now + from, now + to]] as const;
		const facts = { messages: 1, sends: {}, responses: {}, handedOn: 1, spans: spans(0, 60_000) };
		await putRows(store, 25, now - 2 * day);
		await putRows(store, 3, now - 2 * day, () => ({
			owner: jonas,
			firstReply: { ms: 1000, by: jonas },
			agents: { [jonas]: facts },
		}));
		const report = await read();
		expect(report.agents.map(({ name }) => name)).toEqual(['Mira', 'Jonas']);
		expect(report.agents[0]?.figures.first_reply).toMatchObject({ value: 40, cases: 25 });
		expect(report.agents[1]?.figures.first_reply).toMatchObject({ value: null, cases: 3 });
		// Three at the same time.
		expect(report.agents[1]?.atOnce).toBe(3);
		const own = await read({ agent: jonas });
		expect(own.agents.map(({ id }) => id)).toEqual([jonas]);
		expect(metric(own, 'conversations').now.value).toBe(3);
		expect(metric(own, 'transfers').now.value).toBe(3);
	});

	it('narrows to a group, and counts what waits now [L41] [L46]', async () => {
		await putRows(store, 2, now - 60_000, (n) => ({
			group: n === 0 ? 'billing' : null,
			status: 'waiting',
			running: { ...rowOf(now).running, queuedAt: now - 60_000 + n * 1000 },
		}));
		const all = await read();
		expect(all.live).toMatchObject({ waiting: 2, active: 0, longestWait: 60 });
		expect(all.statuses.waiting).toBe(2);
		const billing = await read({ group: 'billing' });
		expect(billing.live.waiting).toBe(1);
		expect(metric(billing, 'conversations').now.value).toBe(1);
	});

	it('lists bad ratings that nobody followed up, and how many are done [G98]', async () => {
		const bad = { rating: 1, ratedAt: now, tags: ['wrong part'], transfers: 2 };
		const [open] = await putRows(store, 1, now - day, () => bad);
		await putRows(store, 2, now - day, () => ({ ...bad, followedAt: now }));
		await putRows(store, 4, now - day, () => ({ rating: 3, ratedAt: now }));
		const report = await read();
		expect(report.followUp).toEqual([
			{
				conversation: open!.id,
				site: shop,
				visitor: open!.visitor,
				name: 'Luka',
				score: 1,
				ratedAt: new Date(now).toISOString(),
				wait: 30,
				transfers: 2,
				tags: ['wrong part'],
			},
		]);
		expect(report.followedUp).toBe(2);
		expect(report.ratings.scores).toEqual([3, 0, 4, 0, 0]);
	});

	it('keeps days that are over, and counts a late rating all the same', async () => {
		const [row] = await putRows(store, 30, now - 5 * day);
		await read();
		let reads = 0;
		const find = store.find.bind(store);
		store.find = ((...args: Parameters<typeof find>) => {
			reads += 1;
			return find(...args);
		}) as typeof store.find;
		await read();
		// Today, and what waits and runs now.
		expect(reads).toBe(3);
		const late = { ...row!, through: 5, rating: 2, ratedAt: now };
		await store.put(factsCollection, late, 'through');
		expect((await read()).ratings.scores).toEqual([0, 0, 0, 0, 0]);
		reports.changed(late);
		expect((await read()).ratings.scores).toEqual([0, 1, 0, 0, 0]);
	});

	it('finds who came back by the next conversation of the same visitor [G78]', async () => {
		const rows = await putRows(store, 20, now - 10 * day);
		const [first] = rows;
		const again = rowOf(now - 9 * day, {
			id: `${first!.visitor}.2` as ConversationId,
			visitor: first!.visitor,
			endedAt: null,
			status: 'active',
		});
		await store.put(factsCollection, again);
		expect(metric(await read(), 'first_contact').now).toMatchObject({ value: 0.95, cases: 20 });
	});

	it.each(['2026-13-01', 'yesterday', '2026-02-30'])('refuses %s as a day', async (from) => {
		await expect(read({ from })).rejects.toMatchObject({ code: 'bad_request' });
	});
	it('refuses a window that is backwards or longer than 92 days', async () => {
		for (const [from, to] of [
			['2026-09-02', '2026-09-01'],
			['2026-01-01', '2026-09-01'],
		] as const)
			await expect(read({ from, to })).rejects.toMatchObject({ code: 'bad_request' });
	});
});

describe('the conversations behind a figure', () => {
	const behind = (id: MetricId, more: Partial<AskedCases> = {}) =>
		casesBehind(deps, {
			...asked,
			metric: metricOf(id)!,
			weekday: null,
			hour: null,
			score: null,
			holds: null,
			...more,
		});

	it('are the longest first, with their value', async () => {
		await putRows(store, 3, now - day, (n) => ({ waits: [n * 60_000] }));
		const { total, items } = await behind('wait');
		expect(total).toBe(3);
		expect(items.map(({ value }) => value)).toEqual([120, 60, 0]);
		expect(items[0]).toMatchObject({ name: 'Luka', agentName: 'Mira', status: 'ended' });
	});

	it('are those that were missed, of one cell of the week, or with one rating', async () => {
		await putRows(store, 3, now - day, (n) => ({
			leavings: n === 0 ? [{ seq: 2, isOpen: true }] : [],
			rating: n + 1,
		}));
		expect((await behind('missed', { holds: true })).total).toBe(1);
		expect((await behind('missed')).total).toBe(3);
		expect((await behind('satisfied', { score: 2 })).total).toBe(1);
		expect((await behind('conversations', { weekday: 2, hour: 11 })).total).toBe(3);
		expect((await behind('conversations', { weekday: 2, hour: 12 })).total).toBe(0);
	});

	it('show nothing of other sites', async () => {
		await putRows(store, 3, now - day, () => ({ site: 's_other' as SiteId }));
		expect((await behind('conversations')).total).toBe(0);
	});
});

it('a visitor who is not there any more has no name', async () => {
	deps = { ...deps, visitorNames: async () => new Map<VisitorId, string | null>() };
	reports = createReports(deps);
	await putRows(store, 1, now - day, () => ({ rating: 1, ratedAt: now }));
	expect((await read()).followUp[0]?.name).toBeNull();
});
