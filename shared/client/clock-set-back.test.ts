import { Connection } from './connection.ts';
import { fakeWorld } from './fake-parts.ts';
import { Outbox } from './outbox.ts';

/* Somebody sets the machine's clock back by an hour: timers run as they did, and nothing takes an hour longer. */

function world() {
	const { parts, ...rest } = fakeWorld();
	let setBackMs = 0;
	const clock = { ...parts.clock, now: () => parts.clock.now() - setBackMs };
	return { ...rest, parts: { ...parts, clock }, setBack: () => (setBackMs += 3_600_000) };
}

test('a silent connection is given up in time', () => {
	const { parts, open, advance, setBack } = world();
	const closed: number[] = [];
	const connection = new Connection(parts, {
		hello: () => ({ type: 'hello' }),
		onFrame: () => undefined,
		onOpen: () => undefined,
		onClose: (code) => closed.push(code),
		onChange: () => undefined,
		onTick: () => undefined,
	});
	connection.start();
	open().hear({ type: 'hello', beatMs: 25_000 });
	setBack();
	advance(50_000);
	expect(closed).toEqual([0]);
});

test('what was put off goes again in time, and so does what was not answered', () => {
	const { parts, advance, setBack } = world();
	const sent: string[] = [];
	const outbox = new Outbox<{ readonly type: 'send'; readonly clientId: string }>({
		storage: parts.storage,
		clock: parts.clock,
		prefix: 'out.',
		owner: () => 'one',
		laneOf: ({ clientId }) => clientId,
		isDurable: () => true,
		isText: () => true,
		isStorageWhole: () => true,
		send: (frames) => sent.push(...frames.map(({ clientId }) => clientId)) > 0,
		onChange: () => undefined,
	});
	outbox.add({ type: 'send', clientId: 'unanswered' });
	outbox.add({ type: 'send', clientId: 'put off' });
	outbox.refuse('put off', 'busy', '', 1000);
	setBack();
	for (let tick = 0; tick < 4; tick += 1) {
		outbox.tick();
		advance(5000);
	}
	expect(sent).toEqual(['unanswered', 'put off', 'put off', 'unanswered']);
});
