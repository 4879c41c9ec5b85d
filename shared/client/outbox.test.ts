import fc from 'fast-check';
import { blockedStorage, fakeWorld, storageIn, type FakeWorld } from './fake-parts.ts';
import { Outbox } from './outbox.ts';

type Frame = { readonly type: 'send'; readonly clientId: string; readonly lane: string };
const frame = (clientId: string, lane = 'a'): Frame => ({ type: 'send', clientId, lane });

const common = {
	prefix: 'out.',
	owner: (): string | null => 'one',
	isDurable: () => true,
	isText: () => true,
	isStorageWhole: () => true,
	onChange: () => undefined,
};

function outboxIn(world: FakeWorld, more: Partial<typeof common> = {}) {
	const sent: string[] = [];
	const link = { isOpen: true };
	const outbox = new Outbox<Frame>({
		...common,
		...more,
		storage: world.parts.storage,
		clock: world.parts.clock,
		laneOf: ({ lane }) => lane,
		send: (frames) => {
			if (!link.isOpen) return false;
			sent.push(...frames.map(({ clientId }) => clientId));
			return true;
		},
	});
	return { outbox, sent, link };
}

test('an item is stored before it is sent, and until it is acknowledged', () => {
	const world = fakeWorld();
	const stored: number[] = [];
	const outbox = new Outbox<Frame>({
		...common,
		storage: world.parts.storage,
		clock: world.parts.clock,
		laneOf: () => '',
		send: () => stored.push(world.stored.size) > 0,
	});
	outbox.add(frame('one'));
	expect(stored).toEqual([1]);
	outbox.acknowledge('one');
	expect(world.stored.size).toBe(0);
	expect(outbox.items.map(({ state }) => state)).toEqual(['sent']);
	outbox.forget('one');
	expect(outbox.items).toEqual([]);
});

test('a reload loses nothing, keeps the order, and sends the same ids', () => {
	const stored = new Map<string, string>();
	const before = outboxIn(fakeWorld({ stored }));
	before.link.isOpen = false;
	for (const id of ['c', 'a', 'b']) before.outbox.add(frame(id));
	const after = outboxIn(fakeWorld({ stored }));
	after.outbox.flush();
	for (const id of ['c', 'a', 'b']) after.outbox.acknowledge(id);
	expect(after.sent).toEqual(['c', 'a', 'b']);
	expect(stored.size).toBe(0);
});

test('one item of a lane is on its way at a time, lanes do not wait for one another', () => {
	const { outbox, sent } = outboxIn(fakeWorld());
	outbox.add(frame('a1', 'a'));
	outbox.add(frame('a2', 'a'));
	outbox.add(frame('b1', 'b'));
	expect(sent).toEqual(['a1', 'b1']);
	outbox.acknowledge('a1');
	expect(sent).toEqual(['a1', 'b1', 'a2']);
});

test('refused with a time: kept, sent again then, and nothing of its lane overtakes it', () => {
	const world = fakeWorld();
	const { outbox, sent } = outboxIn(world);
	outbox.add(frame('one'));
	outbox.add(frame('two'));
	outbox.refuse('one', 'unavailable', '', 2000);
	world.advance(1999);
	expect(sent).toEqual(['one']);
	world.advance(1);
	expect(sent).toEqual(['one', 'one']);
	outbox.acknowledge('one');
	expect(sent).toEqual(['one', 'one', 'two']);
});

test('refused for good: failed, the next one goes, and a person can try again', () => {
	const world = fakeWorld();
	const { outbox, sent } = outboxIn(world);
	outbox.add(frame('one'));
	outbox.add(frame('two'));
	outbox.refuse('one', 'message_too_long', 'Too long.', null);
	expect(outbox.items[0]).toMatchObject({ state: 'failed', message: 'Too long.' });
	expect(sent).toEqual(['one', 'two']);
	outbox.acknowledge('two');
	outbox.tryAgain('one');
	expect(sent).toEqual(['one', 'two', 'one']);
	expect(outbox.items[0]).toMatchObject({ state: 'sending', message: null });
	outbox.acknowledge('one');
	expect(world.stored.size).toBe(0);
});

test('a text that was refused for good is still there after a reload, and waits for the person', () => {
	const stored = new Map<string, string>();
	outboxIn(fakeWorld({ stored })).outbox.add(frame('one'));
	const before = outboxIn(fakeWorld({ stored }));
	before.outbox.refuse('one', 'message_too_long', 'Too long.', null);
	const { outbox, sent } = outboxIn(fakeWorld({ stored }));
	outbox.flush();
	expect(sent).toEqual([]);
	expect(outbox.items).toMatchObject([
		{ state: 'failed', code: 'message_too_long', message: 'Too long.' },
	]);
	outbox.tryAgain('one');
	expect(sent).toEqual(['one']);
	outbox.refuse('one', 'message_too_long', 'Too long.', null);
	outbox.forget('one');
	expect(stored.size).toBe(0);
});

test('what is no text and was refused for good is not stored any more', () => {
	const world = fakeWorld();
	const { outbox } = outboxIn(world, { isText: () => false });
	outbox.add(frame('one'));
	outbox.refuse('one', 'conversation_ended', '', null);
	expect(world.stored.size).toBe(0);
});

test('put off again and again: it goes on waiting, and says why after some tries', () => {
	const world = fakeWorld();
	const { outbox, sent } = outboxIn(world);
	outbox.add(frame('one'));
	const codes: (string | null | undefined)[] = [];
	for (let time = 0; time < 4; time += 1) {
		outbox.refuse('one', 'internal', 'Something went wrong.', 5000);
		codes.push(outbox.items[0]?.code);
		world.advance(5000);
	}
	expect(codes).toEqual([null, null, 'internal', 'internal']);
	expect(sent).toHaveLength(5);
	expect(outbox.items[0]?.state).toBe('sending');
	outbox.acknowledge('one');
	expect(outbox.items[0]).toMatchObject({ state: 'sent', code: null, message: null });
});

test('what one wrote is never sent as another, and is there when the first comes back', () => {
	const stored = new Map<string, string>();
	const first = outboxIn(fakeWorld({ stored }), { owner: () => 'one' });
	first.link.isOpen = false;
	first.outbox.add(frame('of one'));
	for (const owner of ['two', null]) {
		const other = outboxIn(fakeWorld({ stored }), { owner: () => owner });
		other.outbox.adopt();
		other.outbox.flush();
		expect([other.sent, other.outbox.items]).toEqual([[], []]);
	}
	const again = outboxIn(fakeWorld({ stored }), { owner: () => 'one' });
	again.outbox.flush();
	expect(again.sent).toEqual(['of one']);
});

test('what was written before anybody had a name goes under the first, in every tab', () => {
	const stored = new Map<string, string>();
	const owner = { name: null as string | null };
	const one = outboxIn(fakeWorld({ stored }), { owner: () => owner.name });
	one.link.isOpen = false;
	one.outbox.add(frame('early'));
	outboxIn(fakeWorld({ stored }), { owner: () => 'one' });
	owner.name = 'two';
	one.link.isOpen = true;
	one.outbox.adopt();
	one.outbox.flush();
	expect(one.sent).toEqual([]);
	owner.name = 'one';
	one.outbox.adopt();
	one.outbox.flush();
	expect(one.sent).toEqual(['early']);
});

test('a copy of what another tab has had answered is not sent, nor does it hold up its lane', () => {
	const stored = new Map<string, string>();
	const [one, two] = [outboxIn(fakeWorld({ stored })), outboxIn(fakeWorld({ stored }))];
	two.link.isOpen = false;
	one.outbox.add(frame('shared'));
	two.outbox.adopt();
	two.outbox.add(frame('own'));
	one.outbox.acknowledge('shared');
	two.link.isOpen = true;
	two.outbox.flush();
	expect(two.sent).toEqual(['own']);
	expect(two.outbox.items).toHaveLength(1);
});

test('what the browser has lost is sent all the same', () => {
	const stored = new Map<string, string>();
	const { outbox, sent, link } = outboxIn(fakeWorld({ stored }), { isStorageWhole: () => false });
	link.isOpen = false;
	outbox.add(frame('one'));
	stored.clear();
	link.isOpen = true;
	outbox.adopt();
	outbox.flush();
	expect(sent).toEqual(['one']);
	outbox.keepAgain();
	expect([...stored.keys()]).toEqual(['out.one']);
});

test('an answer that does not come on an open connection: sent again', () => {
	const world = fakeWorld();
	const { outbox, sent } = outboxIn(world);
	outbox.add(frame('one'));
	world.advance(15_000);
	outbox.tick();
	expect(sent).toEqual(['one', 'one']);
});

test('what the server cannot read fails at the second time instead of going round for ever', () => {
	const { outbox } = outboxIn(fakeWorld());
	outbox.add(frame('one'));
	outbox.interrupted(true);
	outbox.flush();
	outbox.interrupted(true);
	expect(outbox.items[0]).toMatchObject({ state: 'failed', code: 'bad_frame' });
});

test('without storage it works on and says that nothing is kept', () => {
	const { outbox, sent } = outboxIn(fakeWorld({ storage: blockedStorage }));
	outbox.add(frame('one'));
	expect(sent).toEqual(['one']);
	expect(outbox.isKept).toBe(false);
});

test('a second tab does not overwrite what the first one stored', () => {
	const stored = new Map<string, string>();
	const one = outboxIn(fakeWorld({ stored, storage: storageIn(stored) }));
	const two = outboxIn(fakeWorld({ stored, storage: storageIn(stored) }));
	one.link.isOpen = false;
	two.link.isOpen = false;
	one.outbox.add(frame('from one'));
	two.outbox.add(frame('from two'));
	const three = outboxIn(fakeWorld({ stored }));
	expect(three.outbox.items.map(({ frame: { clientId } }) => clientId).sort()).toEqual([
		'from one',
		'from two',
	]);
});

test('whatever happens, each item is acknowledged or stored', () => {
	const step = fc.oneof(
		fc.record({ do: fc.constant('add' as const), lane: fc.constantFrom('a', 'b') }),
		fc.record({
			do: fc.constantFrom('ack', 'busy', 'refuse', 'lose', 'reload', 'wait'),
			pick: fc.nat(),
		}),
	);
	fc.assert(
		fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
			const stored = new Map<string, string>();
			const acknowledged = new Set<string>();
			const added: string[] = [];
			let world = fakeWorld({ stored });
			let { outbox } = outboxIn(world);
			for (const next of steps) {
				const sending = outbox.items.filter(({ state }) => state === 'sending');
				const id =
					'pick' in next
						? sending[next.pick % Math.max(1, sending.length)]?.frame.clientId
						: undefined;
				if (next.do === 'add') {
					const clientId = `item ${added.length}`;
					added.push(clientId);
					outbox.add(frame(clientId, 'lane' in next ? next.lane : 'a'));
				} else if (next.do === 'lose') outbox.interrupted(false);
				else if (next.do === 'wait') world.advance(5000);
				else if (next.do === 'reload') {
					world = fakeWorld({ stored });
					({ outbox } = outboxIn(world));
					outbox.flush();
				} else if (id !== undefined && next.do === 'busy') outbox.refuse(id, 'busy', '', 1000);
				else if (id !== undefined) {
					if (next.do === 'ack') {
						outbox.acknowledge(id);
						outbox.forget(id);
						acknowledged.add(id);
					} else outbox.refuse(id, 'forbidden', '', null);
				}
			}
			const kept = new Set([...stored.keys()].map((key) => key.slice('out.'.length)));
			for (const clientId of added)
				expect(acknowledged.has(clientId) !== kept.has(clientId)).toBe(true);
		}),
		{ numRuns: 300 },
	);
});
