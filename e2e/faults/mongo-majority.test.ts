import { Busy, Unknown } from '../../server/ports/errors.ts';
import type { Collection, Doc, NewEvent, Store } from '../../server/ports/store.ts';
import type { MongoStore } from '../../server/stores/mongo/mongo-store.ts';
import { openMongoStore } from '../../server/stores/mongo/open-mongo-store.ts';
import type { ClientId, TimelineId } from '../../shared/ids.ts';
import { until, wait } from './child.ts';
import { describeMongoSet } from './mongo-describe.ts';
import { isFull } from './random.ts';

/* Acknowledged is what a majority has: what that means while there is none. */

jest.setTimeout(120_000);
/** Selecting a server takes at most five seconds, twice, and as long a silent connection is waited for. */
const patienceMs = 20_000;

describeMongoSet('a MongoDB of three members', (getSet) => {
	let store: MongoStore;
	const timeline = 't1' as TimelineId;

	beforeAll(async () => {
		({ store } = await openMongoStore({
			url: getSet().url('parley_majority'),
			collections: [],
			node: 'node-1',
		}));
	});
	afterEach(() => getSet().heal());
	afterAll(() => store?.close());

	const alone: Collection<Doc> = { name: 'alone', indexes: {} };
	let count = 0;
	const event = (): NewEvent => ({
		vseq: null,
		audience: 'internal',
		at: Date.now(),
		type: 'note',
		author: { kind: 'agent', id: 'a1' },
		clientId: `client-${(count += 1)}` as ClientId,
		target: null,
		sinks: [],
		body: { text: `number ${count}` },
	});
	/** As an author does it: the same again until it is answered. */
	async function send(some: NewEvent): Promise<{ readonly seq: number; readonly tries: number }> {
		for (let tries = 1; ; tries += 1) {
			try {
				const { seq } = await store.head(timeline);
				const [answer] = await store.append(timeline, seq, [some]);
				if (answer !== undefined && answer.kind !== 'moved')
					return { seq: answer.event.seq, tries };
			} catch (error) {
				if (!(error instanceof Busy || error instanceof Unknown)) throw error;
			}
			await wait(20);
		}
	}
	const seqsOf = async (some: Store): Promise<number[]> =>
		(await some.page(timeline, { limit: 1000 })).events.map(({ seq }) => seq);
	const dense = (): number[] => Array.from({ length: count }, (_, index) => index + 1);

	it('takes writes while one of them is down, as if nothing was', async () => {
		const set = getSet();
		const primary = await set.primary();
		await set.members.find((member) => member !== primary)!.kill();
		for (let n = 0; n < 20; n += 1) {
			expect(await send(event())).toEqual({ seq: n + 1, tries: 1 });
		}
		expect(await seqsOf(store)).toEqual(dense());
	});

	it.each<'kill' | 'pause'>(isFull ? ['kill', 'pause'] : ['kill'])(
		'acknowledges nothing while two are down (%s), says so in time, and goes on when they are back',
		async (manner) => {
			const set = getSet();
			const primary = await set.primary();
			await send(event());
			const others = set.members.filter((member) => member !== primary);
			await Promise.all(others.map((member) => member[manner]()));
			const late = event();
			const seq = count - 1;
			const startedAt = performance.now();
			const answers = await Promise.all([
				// The first goes to a primary that does not know yet that it is alone.
				store.append(timeline, seq, [late]).catch((error: unknown) => error),
				store.put(alone, { id: manner }).catch((error: unknown) => error),
			]);
			expect(performance.now() - startedAt).toBeLessThan(patienceMs);
			for (const answer of answers) expect(String(answer)).toMatch(/^(Busy|Unknown):/);
			expect(await until(async () => !(await store.health()).ok, 10_000)).toBe(true);
			await expect(store.append(timeline, seq, [late])).rejects.toMatchObject({
				reason: 'unreachable',
			});
			// Reads are refused too, without a primary: never is what is not sure shown.
			const seen = await seqsOf(store).catch((error: unknown) => error);
			if (seen instanceof Error) expect(seen).toBeInstanceOf(Busy);
			else expect(seen).toEqual(dense().slice(0, -1));

			await set.heal();
			expect(await until(async () => (await store.health()).ok, 20_000)).toBe(true);
			await send(late);
			expect(await seqsOf(store)).toEqual(dense());
			expect(await store.check()).toEqual([]);
		},
	);

	it('does not take for committed what the majority did not confirm in its time', async () => {
		const set = getSet();
		const primary = await set.primary();
		const { seq: before } = await send(event());
		const unconfirmed = () =>
			primary.command({
				configureFailPoint: 'failCommand',
				mode: { times: 1 },
				data: {
					failCommands: ['insert'],
					writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
				},
			});
		await unconfirmed();
		const one = event();
		await expect(store.append(timeline, before, [one])).rejects.toBeInstanceOf(Unknown);
		expect(await send(one)).toEqual({ seq: before + 1, tries: 1 });
		await unconfirmed();
		// The second is refused for its clientId, and the first is stored without a word of the majority.
		const batch = [event(), one];
		await expect(store.append(timeline, before + 1, batch)).rejects.toBeInstanceOf(Unknown);
		expect(await send(batch[0]!)).toEqual({ seq: before + 2, tries: 1 });
		expect(await seqsOf(store)).toEqual(dense());
	});
});
