import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { laneCollections } from '../../server/lanes/index.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import type { Store } from '../../server/ports/store.ts';
import {
	asSent,
	checkHistory,
	checkMarks,
	checkStuck,
	describeAnomalies,
	History,
	type Surface,
} from '../checker/index.ts';
import { wideLimits } from '../server-process.ts';
import { Browser, type World } from './browser.ts';
import { writerPath } from './bundle.ts';
import { until, wait } from './child.ts';
import { healed, Reload } from './healed.ts';
import { OddAgent } from './odd-agent.ts';
import type { Oddity } from './odd-socket.ts';
import { isFull, runSeed, seeded } from './random.ts';
import { ServerRun } from './server-run.ts';
import { allEvents, storeSurface } from './surfaces.ts';
import type { Tab } from './tab.ts';
import { agentSurface, visitorSurface } from './talkers.ts';
import { strike, type Struck } from './weather.ts';

/*
 * Visitors with one or two tabs, by sockets and by requests, and agents, each on a bad network of its own, at a server that is
 * killed and whose clock jumps. Frames come twice and late. In the end the store and everybody's screen tell the same story.
 */
const disconnects = isFull ? 1000 : 60;
const kills = isFull ? 25 : 2;
const browserCount = isFull ? 20 : 12;
const perSecond = 40;
const strikeMs = 70;
/** After the last fault everything is where it belongs within so long. */
const healMs = 10_000;

jest.setTimeout(300_000);

describe(`visitors under ${disconnects} disconnects and ${kills} kills (FAULTS_SEED=${runSeed})`, () => {
	const folder = mkdtempSync(join(tmpdir(), 'parley-visitors-'));
	const dataDir = join(folder, 'data');
	const shiftFile = join(folder, 'shift');
	const random = seeded(runSeed);
	const history = new History();
	const faults: string[] = [];
	const odd: Oddity = {
		random: seeded(runSeed + 1),
		rate: 0.05,
		counts: { duplicates: 0, late: 0, resent: 0 },
	};
	const struck: Struck = {
		disconnects: 0,
		frozen: 0,
		jumps: 0,
		serverJumps: 0,
		reloads: 0,
		people: 0,
	};
	const uploads = { count: 0, isOver: false };
	const browsers: Browser[] = [];
	const agents: OddAgent[] = [];
	const reloads: Reload[] = [];
	const timers: ReturnType<typeof setInterval>[] = [];
	let run: ServerRun;
	let world: World;

	beforeAll(async () => {
		writeFileSync(shiftFile, '0');
		run = await ServerRun.create(dataDir, {
			nodeArgs: ['--import', join(import.meta.dirname, 'shifted-clock.mjs')],
			env: { CLOCK_SHIFT_FILE: shiftFile, LIMITS: `${wideLimits},socketsPerVisitor=1000` },
		});
		let said = 0;
		world = {
			run,
			history,
			talks: new Map(),
			odd,
			random,
			marks: [],
			fault: (message) => void (faults.length < 20 && faults.push(message)),
			next: () => (said += 1),
		};
		for (let i = 1; i <= browserCount; i += 1) {
			const browser = new Browser(`v${i}`, world);
			browsers.push(browser);
			await browser.open(i % 4 === 0);
			// The other one by requests where the first has a socket, and the other way round.
			if (i % 2 === 0) await browser.open(i % 4 === 2);
		}
		agents.push(await OddAgent.open('agent one', world), await OddAgent.open('agent two', world));
	}, 60_000);
	afterAll(async () => {
		timers.forEach(clearInterval);
		await Promise.all([...browsers, ...agents].map((each) => each.close()));
		for (const reload of reloads) reload.client.stop();
		await run?.kill();
		rmSync(folder, { recursive: true, force: true });
	});

	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

	function talkOn(): void {
		const tab = pick(pick(browsers).tabs);
		const draw = random();
		if (draw < 0.34) tab.say();
		else if (draw < 0.35) void attach(tab);
		else if (draw < 0.48) tab.draft();
		else if (draw < 0.58) tab.read();
		else if (draw < 0.62) tab.takeBack();
		else if (draw < 0.64) tab.end();
		else if (draw < 0.66) tab.rate();
		else pick(agents).work();
	}

	/** What is under way when nobody says anything any more is given up. */
	async function attach(tab: Tab): Promise<void> {
		if (uploads.isOver) return;
		uploads.count += 1;
		const { talk } = tab;
		await tab
			.attach(() => uploads.isOver)
			.catch((error: unknown) => {
				// With a log-out in another tab the token has ended under this one.
				const isSame = tab.isPresent && tab.talk === talk;
				if (!uploads.isOver && isSame)
					world.fault(`${tab.name} could not upload: ${String(error)}`);
			});
	}

	async function killAgainAndAgain(): Promise<void> {
		for (let kill = 1; kill <= kills; kill += 1) {
			await wait((isFull ? 1000 : 2000) + random() * 2500);
			await run.kill();
			// Some are killed again while they start.
			if (random() < 0.2) {
				const starting = run.start();
				await wait(random() * 400);
				await run.kill();
				await starting;
			}
			await run.start();
		}
	}

	it('loses nothing, doubles nothing, keeps the order and shows nobody what is not theirs', async () => {
		timers.push(setInterval(talkOn, 1000 / perSecond));
		timers.push(
			setInterval(() => strike({ browsers, agents, random, shiftFile, struck }), strikeMs),
		);
		const killing = killAgainAndAgain();
		await killing;
		expect(await until(() => struck.disconnects >= disconnects, 200_000)).toBe(true);
		timers.forEach(clearInterval);
		uploads.isOver = true;
		// Those that were about to be cut.
		await wait(600);
		odd.rate = 0;
		for (const { network } of [...browsers.flatMap(({ tabs }) => tabs), ...agents]) network.heal();
		const healedAt = Date.now();
		for (const tab of browsers.flatMap(({ tabs }) => tabs)) {
			tab.client.draft('');
			// Who was connected when another tab logged out learns that with the next greeting.
			if (!tab.isPresent) tab.wake('network');
		}
		// Who has just sat down is nobody yet: a new page would be somebody else.
		const tabs = browsers.flatMap((browser) => browser.tabs);
		expect(await until(() => tabs.every(({ client }) => client.token !== null), healMs)).toBe(true);
		for (const browser of browsers) {
			reloads.push(new Reload(browser, false), new Reload(browser, true));
		}
		const isHealed = await until(() => healed(browsers, agents, reloads).length === 0, healMs);
		const ms = Date.now() - healedAt;
		expect({ isHealed, ms, what: healed(browsers, agents, reloads) }).toMatchObject({
			isHealed: true,
			what: [],
		});

		// Everybody looks at everything, also at what has ended. Who is half open must notice it for that.
		const everybody = [...browsers.flatMap(({ tabs }) => tabs), ...reloads];
		const looked = everybody.map((each) => until(() => each.openAll().then(yes, no), healMs));
		expect(await Promise.all(looked)).not.toContain(false);
		await until(() => {
			for (const agent of agents) agent.openAll();
			return agents.every(({ isWhole }) => isWhole);
		}, 20_000);
		await until(() => healed(browsers, agents, reloads).length === 0, healMs);
		expect(healed(browsers, agents, reloads)).toEqual([]);

		const caches = surfaces();
		for (const { client } of [...browsers.flatMap(({ tabs }) => tabs), ...agents, ...reloads])
			client.stop();
		await run.kill();
		const store = await openSqliteStore({ dataDir, writerPath, collections: laneCollections });
		try {
			const found = await anomaliesOf(store, caches);
			const { ok, info, fail } = history.counts;
			console.log(
				`seed ${runSeed}: ${struck.disconnects} disconnects, ${kills} kills, ${odd.counts.duplicates} duplicates, ${odd.counts.late} late, ${odd.counts.resent} resent, ${struck.frozen} frozen, ${struck.jumps} jumps of clients and ${struck.serverJumps} of the server, ${struck.reloads} reloads, ${struck.people} changes of person, ${uploads.count} files; ${ok} acknowledged, ${info} unknown, ${fail} refused, ${world.marks.length} marks; healed in ${ms} ms, ${caches.length + 1} surfaces`,
			);
			expect({ found, faults, damage: await store.check() }).toEqual({
				found: '',
				faults: [],
				damage: [],
			});
			// A run that wrote next to nothing has proved nothing.
			expect(ok).toBeGreaterThan(disconnects * 0.5);
		} finally {
			await store.close();
		}
	});

	const yes = (): boolean => true;
	const no = (): boolean => false;

	function surfaces(): Surface[] {
		const tabsOf = (index: number): Surface =>
			visitorSurface(
				`visitor's tab ${index + 1}`,
				new Map(
					browsers.flatMap(({ tabs }) => {
						const tab = tabs[index];
						return tab === undefined ? [] : [[tab.talk, tab.client] as const];
					}),
				),
			);
		const reloaded = (byPolls: boolean): Surface =>
			visitorSurface(
				byPolls ? 'visitor reload by requests' : 'visitor reload',
				new Map(
					reloads
						.filter((reload) => reload.byPolls === byPolls)
						.map(({ talk, client }) => [talk, client] as const),
				),
			);
		return [tabsOf(0), tabsOf(1), reloaded(false), reloaded(true), ...agents.map(agentSurface)];
	}

	async function anomaliesOf(store: Store, caches: readonly Surface[]): Promise<string> {
		const truth = storeSurface(store);
		const restored = await asSent(truth, history);
		const heads = new Map<string, number>();
		for (const { timeline, vseq } of await allEvents(store))
			heads.set(timeline, Math.max(heads.get(timeline) ?? 0, vseq ?? 0));
		const present = new Set(browsers.map(({ talk }) => talk));
		const isHere = ({ talk, author }: { talk: string; author: string }): boolean =>
			present.has(talk) || author.startsWith('agent');
		return describeAnomalies([
			...(await checkHistory(history, [truth, ...caches].map(restored))),
			...checkMarks(world.marks, (conversation) => heads.get(conversation) ?? 0),
			...checkStuck(history, isHere),
		]);
	}
});
