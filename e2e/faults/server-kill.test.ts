import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { laneCollections } from '../../server/lanes/index.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import type { SinkId } from '../../shared/ids.ts';
import { checkDeliveries, checkHistory, describeAnomalies, History } from '../checker/index.ts';
import { attachSinks } from './attach-sinks.ts';
import { writerPath } from './bundle.ts';
import { until, wait } from './child.ts';
import { isFull, runSeed, seeded } from './random.ts';
import { FlakyReceiver } from './receiver.ts';
import { ServerRun } from './server-run.ts';
import { allEvents, deliveriesOf, fileSurface, readDeliveries, storeSurface } from './surfaces.ts';
import {
	Agent,
	agentSurface,
	Visitor,
	visitorClient,
	visitorSurface,
	type Talks,
} from './talkers.ts';

/*
 * The real server under real clients, killed at random moments while visitors and agents write, with one destination that is a
 * file and one that is an endpoint in bad health. At the end six surfaces must tell the same story.
 */
const kills = isFull ? 25 : 3;
const perSecond = 50;
const visitorCount = 50;

jest.setTimeout(kills * 20_000 + 500_000);

describe(`the server under ${kills} kills (FAULTS_SEED=${runSeed})`, () => {
	const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'));
	const dataDir = join(folder, 'data');
	const sinkPath = join(folder, 'sink.jsonl');
	const random = seeded(runSeed);
	const history = new History();
	const talks: Talks = new Map();
	const receiver = new FlakyReceiver(seeded(runSeed + 1));
	const visitors: Visitor[] = [];
	const agents: Agent[] = [];
	const fresh = new Map<string, ReturnType<typeof visitorClient>>();
	let run: ServerRun;
	let talkCount = 0;
	let load: ReturnType<typeof setInterval>;

	beforeAll(async () => {
		await receiver.start();
		run = await ServerRun.create(dataDir);
		await run.kill();
		await attachSinks(dataDir, sinkPath, receiver.url);
		await run.start();
		for (let i = 0; i < visitorCount; i += 1) visitors.push(newVisitor());
		agents.push(
			new Agent('agent one', run, history, talks),
			new Agent('agent two', run, history, talks),
		);
	}, 60_000);
	afterAll(async () => {
		clearInterval(load);
		for (const { client } of [...visitors, ...agents]) client.stop();
		for (const client of fresh.values()) client.stop();
		await run?.kill();
		await receiver.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	const newVisitor = (): Visitor => new Visitor(`v${(talkCount += 1)}`, run, history, talks);
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
	const pendingCount = (): number =>
		[...visitors, ...agents].reduce((sum, { client }) => sum + client.state.pending.length, 0);

	function talkOn(): void {
		const draw = random();
		if (draw < 0.65) pick(visitors).say();
		else pick(agents).say(draw > 0.9, random);
	}

	/** Visitors whose browser is gone for good: what they sent last may be there or not. */
	function someLeave(): void {
		for (let i = 0; i < 3; i += 1) {
			const [gone] = visitors.splice(Math.floor(random() * visitors.length), 1);
			gone?.client.stop();
			visitors.push(newVisitor());
		}
	}

	it('tells every surface the same story', async () => {
		load = setInterval(talkOn, 1000 / perSecond);
		for (let kill = 1; kill <= kills; kill += 1) {
			await wait(1500 + random() * 3000);
			await run.kill();
			if (random() < 0.5) someLeave();
			// Some are killed again while they start.
			if (random() < 0.2) {
				const starting = run.start();
				await wait(random() * 400);
				await run.kill();
				await starting;
			}
			await run.start();
		}
		await wait(2000);
		clearInterval(load);
		receiver.recover();
		expect(await until(() => pendingCount() === 0, 60_000)).toBe(true);

		for (const { talk, stored } of visitors) {
			const client = visitorClient(run, new Map(stored), { tap: () => {}, onChange: () => {} });
			fresh.set(talk, client);
			client.start();
		}
		await until(() => {
			for (const agent of agents) agent.loadAll();
			const isLoaded = [...fresh.values()].every(({ state }) => state.isLoaded);
			return isLoaded && agents.every(({ client }) => isWhole(client.state));
		}, 30_000);
		const seen = new Map(visitors.map(({ talk, client }) => [talk, client]));
		const caches = [
			visitorSurface('visitor socket', seen),
			visitorSurface('visitor reload', fresh),
			...agents.map(agentSurface),
		];

		for (const { client } of [...visitors, ...agents]) client.stop();
		for (const client of fresh.values()) client.stop();
		const delivered = await untilDelivered();
		const store = await openSqliteStore({ dataDir, writerPath, collections: laneCollections });
		try {
			const surfaces = [storeSurface(store), ...caches, fileSurface(sinkPath), receiver.surface()];
			const sinks = [...new Set((await allEvents(store)).flatMap((event) => event.sinks))];
			const named = (plugin: string): SinkId =>
				sinks.find((sink) => sink.startsWith(plugin)) ?? (`${plugin} (none was owed)` as SinkId);
			const lines = readDeliveries(sinkPath).map(({ id }) => id);
			const hooks = receiver.taken.map(({ id }) => id);
			const deliveries = [
				await deliveriesOf(store, named('example-file'), lines),
				await deliveriesOf(store, named('example-webhook'), hooks),
			];
			const anomalies = [
				...(await checkHistory(history, surfaces)),
				...deliveries.flatMap(checkDeliveries),
			];
			expect(describeAnomalies(anomalies)).toBe('');
			expect(await store.check()).toEqual([]);
			expect(delivered).toBe(true);
			expect(receiver.unsigned).toEqual([]);
			expect(deliveries.map(({ owed }) => owed.length > 0)).toEqual([true, true]);
			const { ok, info, fail } = history.counts;
			expect(ok).toBeGreaterThan(kills * perSecond);
			const again = hooks.length - new Set(hooks).size;
			console.log(
				`${kills} kills: ${ok} acknowledged, ${info} unknown, ${fail} refused; file ${lines.length}, HTTP ${hooks.length} (${again} repeated, moods ${JSON.stringify(receiver.counts)}), 0 anomalies on ${surfaces.length} surfaces`,
			);
		} finally {
			await store.close();
		}
	});

	/** Lets the server work until its folder says that no plugin is owed anything; the server is down afterwards. */
	async function untilDelivered(): Promise<boolean> {
		const acknowledged = history.commands.filter(({ outcome }) => outcome.kind === 'ok');
		const shown = acknowledged.filter(({ internal }) => !internal).length;
		const end = Date.now() + 300_000;
		for (;;) {
			await until(
				() =>
					new Set(readDeliveries(sinkPath).map(({ id }) => id)).size >= acknowledged.length &&
					new Set(receiver.taken.map(({ id }) => id)).size >= shown,
				150_000,
			);
			// What is of unknown outcome may be owed too, and the last cursors are still to be written.
			await wait(3000);
			await run.kill();
			const store = await openSqliteStore({ dataDir, writerPath, collections: [] });
			const owing = await store.owingSinks();
			await store.close();
			if (!owing.some(({ sink }) => sink.startsWith('example-'))) return true;
			if (Date.now() > end) return false;
			await run.start();
			// What backs off keeps its time over a restart.
			await wait(30_000);
		}
	}
});

function isWhole(state: Agent['client']['state']): boolean {
	const timelines = [...state.timelines.values()];
	return (
		state.hasMore.size === 0 &&
		timelines.length === state.conversations.size &&
		timelines.every(({ base, last, head }) => base === 0 && last >= head)
	);
}
