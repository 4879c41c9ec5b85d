import { backoffMs } from './backoff.ts';
import { Connection } from './connection.ts';
import { fakeWorld } from './fake-parts.ts';
import { messagesOf } from './messages.ts';

const hello = { type: 'hello', beatMs: 25_000 };

function connect(world = fakeWorld()) {
	const heard: string[] = [];
	const closed: number[] = [];
	const connection = new Connection(world.parts, {
		hello: () => ({ type: 'hello' }),
		onFrame: ({ type }) => heard.push(type),
		onOpen: () => heard.push('(open)'),
		onClose: (code) => closed.push(code),
		onChange: () => undefined,
		onTick: () => undefined,
	});
	connection.start();
	return { world, connection, heard, closed };
}

test('it greets first, and is open when the greeting is answered', () => {
	const { world, connection, heard } = connect();
	expect(connection.send([{ type: 'x' }])).toBe(false);
	const socket = world.open();
	expect(socket.sent).toEqual([{ type: 'hello' }]);
	expect(connection.state.kind).toBe('connecting');
	socket.hear(hello, { type: 'events' });
	expect(connection.state.kind).toBe('open');
	expect(heard).toEqual(['hello', '(open)', 'events']);
	expect(connection.send([{ type: 'x' }])).toBe(true);
});

test('after a loss it comes back, later each time, and a greeting that was answered starts anew', () => {
	const { world, connection } = connect(fakeWorld({ random: 1 }));
	const waits: number[] = [];
	for (let i = 0; i < 8; i += 1) {
		world.last().events.onClose(1006);
		const { state } = connection;
		if (state.kind !== 'waiting') throw new Error('not waiting');
		waits.push(state.retryAt - world.parts.clock.now());
		world.advance(waits.at(-1) ?? 0);
	}
	expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
	world.open().hear(hello);
	world.last().events.onClose(1006);
	expect(connection.state).toMatchObject({
		kind: 'waiting',
		retryAt: world.parts.clock.now() + 1000,
	});
});

test('the wait is drawn from the whole range between half a second and half a minute', () => {
	for (let attempt = 0; attempt < 20; attempt += 1) {
		expect(backoffMs(attempt, 0)).toBe(500);
		expect(backoffMs(attempt, 0.999)).toBeLessThanOrEqual(30_000);
	}
});

test('forty seconds of silence end a connection, a beat keeps it', () => {
	const { world, connection, closed } = connect();
	world.open().hear(hello);
	for (let i = 0; i < 4; i += 1) {
		world.advance(25_000);
		world.last().hear({ type: 'beat' });
	}
	expect(connection.state.kind).toBe('open');
	world.advance(45_000);
	expect(closed).toEqual([0]);
	expect(world.sockets.length).toBeGreaterThan(1);
	expect(world.sockets[0]?.isClosed).toBe(true);
});

test('a greeting that is never answered is given up', () => {
	const { world, closed } = connect();
	world.open();
	world.advance(15_000);
	expect(closed).toEqual([0]);
});

test('after a sleep it connects at once, but a late timer alone changes nothing', () => {
	const { world, connection } = connect();
	world.open().hear(hello);
	// A hidden tab: timers come once a minute, yet the beats are heard.
	world.sleep(20_000);
	world.last().hear({ type: 'beat' });
	world.advance(5_000);
	expect(world.sockets).toHaveLength(1);
	world.sleep(35_000);
	world.advance(0);
	expect(world.sockets).toHaveLength(2);
	expect(connection.state.kind).toBe('connecting');
});

test('the network coming back, or a person, ends the wait', () => {
	const { world, connection } = connect();
	for (const reason of ['network', 'seen'] as const) {
		world.last().events.onClose(1006);
		expect(connection.state.kind).toBe('waiting');
		world.wake(reason);
		expect(connection.state.kind).toBe('connecting');
	}
	world.open().hear(hello);
	const count = world.sockets.length;
	world.wake('seen');
	expect(world.sockets).toHaveLength(count);
	world.wake('network');
	expect(world.sockets).toHaveLength(count + 1);
});

test('bye gives this client its own time to come back', () => {
	const { world, connection } = connect();
	world.open().hear(hello, { type: 'bye', delayMs: 7_000 });
	world.last().events.onClose(1001);
	expect(connection.state).toMatchObject({
		kind: 'waiting',
		retryAt: world.parts.clock.now() + 7_000,
	});
});

test('signed out ends it until it is started again', () => {
	const { world, connection } = connect();
	world.last().events.onClose(4003);
	expect(connection.state).toEqual({ kind: 'stopped', code: 'not_signed_in' });
	world.advance(60_000);
	expect(world.sockets).toHaveLength(1);
	connection.start();
	expect(world.sockets).toHaveLength(2);
});

test('events of a socket that was given up are not heard', () => {
	const { world, connection, heard } = connect();
	const old = world.open();
	old.hear(hello);
	world.wake('network');
	old.hear({ type: 'events' });
	old.events.onClose(1006);
	expect(heard).toEqual(['hello', '(open)']);
	expect(connection.state.kind).toBe('connecting');
});

test('what is not a list of frames is passed over', () => {
	const { world, connection } = connect();
	world.open();
	for (const text of ['', 'x', '{}', 'null', '[null,1,"a",{}]'])
		world.last().events.onMessage(text);
	world.last().hear(hello);
	expect(connection.state.kind).toBe('open');
});

test('many frames go in messages of at most 64 and of less than the limit of bytes', () => {
	expect(
		messagesOf(Array.from({ length: 130 }, (_, n) => ({ n }))).map(
			(text) => (JSON.parse(text) as []).length,
		),
	).toEqual([64, 64, 2]);
	const long = messagesOf(Array.from({ length: 20 }, () => ({ text: 'ü'.repeat(4000) })));
	for (const text of long) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(64 * 1024);
	expect(long.flatMap((text) => JSON.parse(text) as [])).toHaveLength(20);
});

describe('where no socket gets through', () => {
	const polling = () => connect(fakeWorld({ polls: true, random: 0 }));
	type World = ReturnType<typeof polling>['world'];
	/** The newest one is lost before it was greeted; what is tried next. */
	function miss(world: World): 'poll' | 'socket' {
		world.last().events.onClose(1006);
		world.advance(500);
		return world.last().isPoll ? 'poll' : 'socket';
	}
	/** Polls that are greeted, with beats for so long. */
	function pollFor(world: World, ms: number): void {
		while (!world.last().isPoll) miss(world);
		world.open().hear(hello);
		for (let passed = 0; passed < ms; passed += 25_000) {
			world.advance(Math.min(25_000, ms - passed));
			world.sockets.find(({ isPoll, isClosed }) => isPoll && !isClosed)?.hear({ type: 'beat' });
		}
	}

	test('the third attempt is by polls, and when these fail too, sockets are tried again', () => {
		const { world, connection } = polling();
		expect(world.last().isPoll).toBe(false);
		expect([1, 2, 3, 4, 5, 6].map(() => miss(world))).toEqual(
			['socket', 'poll', 'socket', 'socket', 'poll', 'socket'], // the server is away
		);
		miss(world);
		miss(world);
		world.open().hear(hello);
		expect(connection.state.kind).toBe('open');
		expect(connection.send([{ type: 'x' }])).toBe(true);
		expect(world.last().take('x')).toHaveLength(1);
	});

	test('a socket that was greeted starts the count anew; a refusal by the server proves that sockets work', () => {
		const { world } = polling();
		miss(world);
		world.open().hear(hello);
		world.last().events.onClose(1006);
		world.advance(500);
		expect(miss(world)).toBe('socket');
		world.last().events.onClose(4029);
		world.advance(500);
		expect(world.last().isPoll).toBe(false);
	});

	test('a greeting that is never answered counts as well', () => {
		const { world } = polling();
		for (let n = 0; n < 2; n += 1) {
			world.open();
			world.advance(15_500);
		}
		expect(world.last().isPoll).toBe(true);
	});

	test('polls are kept over a loss for five minutes; then a socket has one try', () => {
		const { world } = polling();
		pollFor(world, 290_000);
		expect(miss(world)).toBe('poll');
		world.open().hear(hello);
		world.sleep(15_000);
		expect(miss(world)).toBe('socket');
		expect(miss(world)).toBe('poll');
	});

	test('another network is reason enough to try a socket', () => {
		const { world } = polling();
		pollFor(world, 25_000);
		world.wake('network');
		expect(world.last().isPoll).toBe(false);
		expect(miss(world)).toBe('poll');
	});

	test('every five minutes a socket is tried beside the polls, and taken when it opens', () => {
		const { world, connection, closed } = polling();
		pollFor(world, 305_000);
		const [poll, probe] = world.sockets.slice(-2);
		expect([poll?.isPoll, probe?.isPoll]).toEqual([true, false]);
		probe?.events.onClose(1006);
		expect(connection.state.kind).toBe('open');
		expect(poll?.isClosed).toBe(false);
		const lost = closed.length;
		for (let n = 0; n < 12; n += 1) {
			world.advance(25_000);
			poll?.hear({ type: 'beat' });
		}
		const next = world.open();
		expect(next.isPoll || next === probe || next === poll).toBe(false);
		const taken = world.last();
		expect([poll?.isClosed, taken.isPoll, taken.isClosed]).toEqual([true, false, false]);
		world.open().hear(hello);
		expect(connection.state.kind).toBe('open');
		expect(closed.length).toBe(lost);
	});

	test('without polls it goes on with sockets', () => {
		const { world } = connect(fakeWorld({ random: 0 }));
		for (let n = 0; n < 6; n += 1) expect(miss(world)).toBe('socket');
	});
});
