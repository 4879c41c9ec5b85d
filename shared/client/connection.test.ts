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
