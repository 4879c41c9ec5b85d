import {
	asSent,
	checkDeliveries,
	checkHistory,
	checkMarks,
	checkStuck,
	describeAnomalies,
	History,
	textOf,
	type Seen,
	type Surface,
} from './index.ts';

/* A checker that finds nothing is worthless: each test breaks one thing in a history that is right, and it must be named. */

const said = (seq: number, vseq: number | null, talk = 'a', mark: string | number = seq): Seen => ({
	conversation: `${talk}.1`,
	seq,
	vseq,
	clientId: `${talk}-${mark}`,
	text: textOf(talk, mark),
	internal: vseq === null,
});

/** Talk a: two of the visitor, a note, one more; talk b: one. All acknowledged. */
const right: readonly Seen[] = [said(1, 1), said(2, 2), said(3, null), said(4, 3), said(1, 1, 'b')];
const without = (index: number): Seen[] => right.filter((_, at) => at !== index);

function historyOf(events: readonly Seen[] = right): History {
	const history = new History();
	for (const event of events) {
		invoke(history, event);
		const { conversation, seq, vseq } = event;
		history.ok(event.clientId!, { conversation, seq, vseq });
	}
	return history;
}
function invoke(history: History, { clientId, text, internal, conversation }: Seen): void {
	const talk = conversation.split('.')[0]!;
	history.invoke({ clientId: clientId!, talk, author: talk, text: text!, internal });
}

const surface = (seen: readonly Seen[], more: Partial<Surface> = {}): Surface => ({
	name: 'under test',
	numbers: 'seq',
	isPublic: false,
	repeats: false,
	holds: () => true,
	read: async () => seen,
	...more,
});
const store = surface(right, { name: 'store' });
const publicSurface = (seen: readonly Seen[]): Surface =>
	surface(
		seen.map((event) => ({ ...event, seq: null })),
		{ numbers: 'vseq', isPublic: true },
	);

async function found(history: History, ...surfaces: Surface[]): Promise<string[]> {
	const anomalies = await checkHistory(history, surfaces);
	return [...new Set(anomalies.map(({ invariant, name }) => `${invariant} ${name}`))].sort();
}

describe('the history checker', () => {
	it('finds nothing in a history that is right', async () => {
		const publicly = publicSurface(right.filter(({ vseq }) => vseq !== null));
		expect(await found(historyOf(), store, surface(right), publicly)).toEqual([]);
	});

	it('finds a lost write at the end of a conversation', async () => {
		expect(await found(historyOf(), store, surface(without(3)))).toEqual(['I1 lost write']);
	});

	it('finds a lost write in the middle as one, and the gap that it leaves', async () => {
		expect(await found(historyOf(), store, surface(without(1)))).toEqual([
			'I1 lost write',
			'I2 gap',
		]);
	});

	it('does not miss what a surface is not entitled to', async () => {
		const onlyA = surface(without(4), { holds: (talk) => talk === 'a' });
		expect(await found(historyOf(), store, onlyA)).toEqual([]);
	});

	it('finds one event twice, under one number or under two', async () => {
		expect(await found(historyOf(), store, surface([...right, right[3]!]))).toEqual([
			'I1 duplicate',
		]);
		const again = [...right, { ...right[3]!, seq: 5, vseq: 4 }];
		expect(await found(historyOf(), surface(again))).toContain('I1 duplicate');
	});

	it('finds what was refused and is there all the same', async () => {
		const history = new History();
		for (const event of right) invoke(history, event);
		history.fail('a-2', 'busy');
		expect(await found(history, store)).toEqual(['I4 aborted read']);
	});

	it('finds what nobody sent', async () => {
		const phantom = [...right, said(5, 4, 'a', 'never sent')];
		expect(await found(historyOf(), surface(phantom))).toEqual(['I5 phantom']);
	});

	it('finds a text that is not what was sent', async () => {
		const corrupt = right.map((event, at) => (at === 1 ? { ...event, text: 'says {a/2' } : event));
		expect(await found(historyOf(), surface(corrupt))).toEqual(['I1 lost write', 'I5 corrupt']);
	});

	it('finds events that are shown in another order', async () => {
		const turned = [right[1]!, right[0]!, ...right.slice(2)];
		expect(await found(historyOf(), store, surface(turned))).toEqual(['I2 reorder']);
	});

	it('finds two messages of one author whose numbers are in another order than they were sent', async () => {
		const history = historyOf([right[1]!, right[0]!, ...right.slice(2)]);
		expect(await found(history, store)).toEqual(['I2 reorder']);
	});

	it('finds a number that no event has, also in what the visitor sees', async () => {
		const moved = right.map((event) => (event.seq === 4 ? { ...event, vseq: 4 } : event));
		expect(
			await found(historyOf(moved), publicSurface(moved.filter((event) => event.vseq))),
		).toEqual(['I2 gap']);
	});

	it('finds an acknowledgement that named another number', async () => {
		const history = historyOf(without(3));
		invoke(history, right[3]!);
		history.ok('a-4', { conversation: 'a.1', seq: 7 });
		expect(await found(history, store)).toEqual(['I2 fork']);
	});

	it('finds two surfaces that give one number to two events', async () => {
		const history = historyOf([right[0]!]);
		for (const mark of ['x', 'y']) invoke(history, said(2, 2, 'a', mark));
		const one = surface([right[0]!, said(2, 2, 'a', 'x')], { name: 'store' });
		const other = surface([right[0]!, said(2, 2, 'a', 'y')]);
		expect(await found(history, one, other)).toEqual(['I2 fork', 'I3 divergent']);
	});

	it('lets what is of unknown outcome be nowhere or everywhere, and finds it on one surface only', async () => {
		const history = historyOf(without(3));
		invoke(history, right[3]!);
		expect(await found(history, store, surface(right))).toEqual([]);
		expect(await found(history, surface(without(3)), surface(without(3)))).toEqual([]);
		expect(await found(history, store, surface(without(3)))).toEqual(['I3 divergent']);
	});

	it('finds a note among what the visitor sees, whatever the surface says of it', async () => {
		const leaking = right.map((event) => ({ ...event, internal: false }));
		expect(await found(historyOf(), publicSurface(leaking))).toEqual(['I6 leak']);
	});

	it('finds a text of one talk in the conversation of another', async () => {
		const crossed = right.map((event, at) =>
			at === 4 ? { ...event, conversation: 'a.1', seq: 5, vseq: 4 } : event,
		);
		expect(await found(historyOf(), surface(crossed))).toEqual(['I2 fork', 'I7 crosstalk']);
	});

	it('finds a client that held less than before, within one epoch', async () => {
		const history = historyOf();
		const at = { client: 'tab', conversation: 'a.1' };
		history.saw({ ...at, epoch: 'e1', number: 3 });
		history.saw({ ...at, epoch: 'e2', number: 1 });
		expect(await found(history, store)).toEqual([]);
		history.saw({ ...at, epoch: 'e1', number: 2 });
		expect(await found(history, store)).toEqual(['I8 non-monotonic']);
	});

	it('lets a delivery come again under its id, and finds one that is not what it was', async () => {
		const delivered = right.map((event) => ({ ...event, delivery: `s/${event.clientId}` }));
		const sink = (seen: Seen[]): Surface => surface(seen, { repeats: true });
		expect(await found(historyOf(), store, sink([...delivered, delivered[1]!]))).toEqual([]);
		const other = { ...delivered[1]!, text: textOf('a', 1) };
		expect(await found(historyOf(), sink([...delivered, other]))).toEqual(['I10 corrupt']);
		const newId = { ...delivered[3]!, delivery: 's/new' };
		expect(await found(historyOf(), sink([...delivered, newId]))).toEqual(['I1 duplicate']);
	});

	it('finds deliveries that are owed and neither done nor parked, and those that were not owed', () => {
		const owed = ['s/a/1', 's/a/2', 's/a/3'];
		const names = (done: string[], parked: string[]) =>
			checkDeliveries({ sink: 's', owed, done, parked }).map(
				({ name, detail }) => `${name} ${detail}`,
			);
		expect(names(['s/a/1', 's/a/1', 's/a/2'], ['s/a/3'])).toEqual([]);
		expect(names(['s/a/1'], ['s/a/3'])).toEqual(['undelivered s/a/2']);
		expect(names(owed, ['s/b/1'])).toEqual(['unowed s/b/1']);
	});

	describe('where something is done and nothing is said', () => {
		const rating: Seen = { ...said(5, 4), clientId: 'rating-1', text: null };
		const done = (): History => {
			const history = historyOf();
			const { conversation, seq, vseq } = rating;
			history.invoke({
				clientId: 'rating-1',
				talk: 'a',
				author: 'a',
				text: null,
				internal: false,
			});
			history.ok('rating-1', { conversation, seq, vseq });
			return history;
		};
		const whole = surface([...right, rating], { name: 'store' });

		it('finds nothing when it is there once', async () => {
			expect(await found(done(), whole, surface([...right, rating]))).toEqual([]);
		});

		it('finds it missing, there twice, and done by nobody', async () => {
			expect(await found(done(), whole, surface(right))).toEqual(['I1 lost write']);
			const twice = [...right, rating, { ...rating, seq: 6, vseq: 5 }];
			expect(await found(done(), surface(twice))).toContain('I1 duplicate');
			expect(await found(historyOf(), whole)).toEqual(['I5 phantom']);
		});

		it('does not miss what was acknowledged as changing nothing', async () => {
			const history = historyOf();
			const end = { clientId: 'end-2', talk: 'a', author: 'a', text: null, internal: false };
			history.invoke(end);
			history.ok('end-2', { conversation: 'a.1', seq: null, vseq: null });
			expect(await found(history, store)).toEqual([]);
		});
	});

	it('finds what has no answer although its author is there', () => {
		const history = historyOf(without(3));
		invoke(history, right[3]!);
		const stuck = (here: string) => checkStuck(history, ({ author }) => author === here);
		expect(stuck('a')).toMatchObject([{ name: 'stuck', surface: 'a' }]);
		expect(stuck('b')).toEqual([]);
	});

	it('takes a text that was erased since for what was sent, and finds it gone elsewhere', async () => {
		const erased = right.map((event, at) => (at === 1 ? { ...event, text: '' } : event));
		const history = historyOf();
		const restored = await asSent(surface(erased), history);
		expect(await found(history, restored(surface(erased)), restored(store))).toEqual([]);
		expect(await found(history, restored(surface(erased)), restored(surface(without(1))))).toEqual([
			'I1 lost write',
			'I2 gap',
		]);
	});

	it('finds marks that fall, that are further than the conversation, and reading before receiving', () => {
		const mark = (delivered: number, read: number) =>
			({ client: 'tab', conversation: 'a.1', side: 'visitor', delivered, read }) as const;
		const names = (...seen: ReturnType<typeof mark>[]) =>
			checkMarks(seen, () => 5).map(({ name }) => name);
		expect(names(mark(2, 1), mark(2, 2), mark(5, 5))).toEqual([]);
		expect(names(mark(3, 2), mark(2, 2))).toEqual(['non-monotonic']);
		expect(names(mark(3, 2), mark(4, 1))).toEqual(['non-monotonic']);
		expect(names(mark(6, 1))).toEqual(['ahead']);
		expect(names(mark(1, 2))).toEqual(['ahead']);
	});

	it('describes what it found by kind, with the first ones', async () => {
		const text = describeAnomalies(await checkHistory(historyOf(), [store, surface([])]));
		expect(text).toMatch(/I1 lost write on under test: 5\n {2}a-1 says \{a\/1\}/);
		expect(describeAnomalies([])).toBe('');
	});
});
