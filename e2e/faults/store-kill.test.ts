import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { laneCollections } from '../../server/lanes/index.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import type { SinkId } from '../../shared/ids.ts';
import { checkDeliveries, checkHistory, describeAnomalies, History } from '../checker/index.ts';
import type { Invoked } from '../checker/history.ts';
import { bundle, writerPath } from './bundle.ts';
import { startChild, until, wait, type Child } from './child.ts';
import { isFull, runSeed, seeded } from './random.ts';
import type { StoreChildLine, StoreChildOptions } from './store-child.ts';
import { deliveriesOf, fileSurface, readDeliveries, storeSurface } from './surfaces.ts';

/*
 * A process that writes is killed at a random moment, again and again on the same folder, so that what one kill leaves behind
 * meets the next. Some are killed while they start, which is when the log of the one before is taken in, and many just as a
 * command goes to the store, which is when its outcome is open.
 */
const rounds = isFull ? 200 : 15;
/** Between two looks at the whole store. */
const lookEvery = 50;

jest.setTimeout(rounds * 5000 + 60_000);

describe(`the store under ${rounds} kills (FAULTS_SEED=${runSeed})`, () => {
	const folder = mkdtempSync(join(tmpdir(), 'parley-kill-'));
	const dataDir = join(folder, 'data');
	const sinkPath = join(folder, 'sink.jsonl');
	const random = seeded(runSeed);
	const history = new History();
	/** Sent and without an answer, in the order of sending. */
	const open = new Map<string, Invoked>();
	/** Kills at the moment in which so many more commands have been given to the store. */
	let aim: { left: number; hit: () => void } | null = null;
	let program = '';
	let child: Child | null = null;

	beforeAll(async () => {
		program = await bundle('faults/store-child');
	});
	afterAll(async () => {
		await child?.kill();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Answers whether it said that it is ready. */
	function begin(round: number, drainOnly = false): { child: Child; isReady: () => boolean } {
		// Some are never sent again: their authors are gone, and they must be there once or not at all.
		const resend = [...open.values()].filter(() => drainOnly || random() < 0.5);
		open.clear();
		for (const command of resend) open.set(command.clientId, command);
		const seed = Math.floor(random() * 2 ** 31);
		const options: StoreChildOptions = {
			dataDir,
			writerPath,
			sinkPath,
			round,
			seed,
			conversations: 50,
			perSecond: 50,
			resend,
			drainOnly,
		};
		let ready = false;
		const started = startChild(
			['--enable-source-maps', program, JSON.stringify(options)],
			(text) => {
				const line = JSON.parse(text) as StoreChildLine;
				if (line.kind === 'ready') ready = true;
				else hear(line);
			},
		);
		child = started;
		return { child: started, isReady: () => ready };
	}

	const faults: string[] = [];
	function hear(line: StoreChildLine): void {
		switch (line.kind) {
			case 'invoke':
				history.invoke(line.command);
				open.set(line.command.clientId, line.command);
				if (aim !== null && (aim.left -= 1) <= 0) aim.hit();
				return;
			case 'ok':
				open.delete(line.clientId);
				return history.ok(line.clientId, line);
			case 'fail':
				open.delete(line.clientId);
				return history.fail(line.clientId, line.code);
			case 'fault':
				faults.push(line.message);
				return;
			case 'ready':
			case 'drained':
				return;
		}
	}

	async function look(withSink: boolean): Promise<string> {
		const store = await openSqliteStore({ dataDir, writerPath, collections: laneCollections });
		try {
			const sink = `example-file:${sinkPath}` as SinkId;
			const surfaces = [storeSurface(store), ...(withSink ? [fileSurface(sinkPath)] : [])];
			const done = readDeliveries(sinkPath).map(({ id }) => id);
			const deliveries = withSink ? [await deliveriesOf(store, sink, done)] : [];
			const anomalies = [
				...(await checkHistory(history, surfaces)),
				...deliveries.flatMap(checkDeliveries),
			];
			const damage = await store.check();
			return [describeAnomalies(anomalies), ...damage].filter((text) => text !== '').join('\n');
		} finally {
			await store.close();
		}
	}

	it('keeps what it acknowledged, once and in order, and delivers all that it owes', async () => {
		let killedAtStart = 0;
		for (let round = 1; round <= rounds; round += 1) {
			const { child: running, isReady } = begin(round);
			const manner = random();
			if (manner < 0.2) {
				await wait(random() * 400);
			} else if (manner < 0.6) {
				const hit = new Promise<void>((resolve) => {
					aim = { left: Math.ceil(random() * 40), hit: resolve };
				});
				await Promise.race([hit, running.ended]);
				aim = null;
			} else if (await until(isReady, 20_000)) {
				await wait(random() * 700);
			} else {
				throw new Error(`Round ${round} did not start: ${running.errors()} ${faults.join('; ')}`);
			}
			if (!isReady()) killedAtStart += 1;
			await running.kill();
			if (running.errors() !== '') throw new Error(`Round ${round}: ${running.errors()}`);
			if (round % lookEvery === 0) expect(await look(false)).toBe('');
		}
		const last = begin(rounds + 1, true);
		const tooLong = setTimeout(() => void last.child.kill(), 60_000);
		expect(await last.child.ended).toEqual({ code: 0, signal: null });
		clearTimeout(tooLong);
		expect(await look(true)).toBe('');
		expect(faults).toEqual([]);
		const { ok, info, fail } = history.counts;
		// A run that wrote next to nothing has proved nothing.
		expect(ok).toBeGreaterThan(rounds * 5);
		const delivered = readDeliveries(sinkPath).length;
		console.log(
			`${rounds} kills, ${killedAtStart} of them during the start: ${ok} acknowledged, ${info} unknown, ${fail} refused, ${delivered} delivered, 0 anomalies`,
		);
	});
});
