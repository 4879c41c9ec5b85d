import { pollSocket, type PollAnswer } from './poll-socket.ts';

interface Asked {
	readonly body: { session: string | null; frames: unknown[] };
	readonly isOver: AbortSignal;
	answer(answer: PollAnswer): Promise<void>;
	fail(): Promise<void>;
}
/** Lets all that is due by now happen. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A socket whose server is the test. */
function open() {
	const asked: Asked[] = [];
	const said: unknown[] = [];
	const openSocket = pollSocket(
		(body, isOver) =>
			new Promise((resolve, reject) => {
				asked.push({
					body: JSON.parse(body) as Asked['body'],
					isOver,
					answer: (answer) => (resolve(answer), settle()),
					fail: () => (reject(new Error('no network')), settle()),
				});
			}),
	);
	const socket = openSocket({
		onOpen: () => socket.send('["hello"]'),
		onMessage: (text) => said.push(JSON.parse(text)),
		onClose: (code) => said.push(code),
	});
	const at = (n: number): Asked => {
		const request = asked[n];
		if (request === undefined) throw new Error(`only ${asked.length} requests were made`);
		return request;
	};
	return { socket, asked, said, at };
}
async function greeted() {
	const world = open();
	await settle();
	await world.at(0).answer({ session: 's', frames: ['hello'] as never[] });
	return world;
}

test('it opens with the first frames and polls from then on, one poll after the other', async () => {
	const { at, asked, said } = await greeted();
	expect(at(0).body).toEqual({ session: null, frames: ['hello'] });
	expect(said).toEqual([['hello']]);
	expect(asked).toHaveLength(2);
	expect(at(1).body).toEqual({ session: 's', frames: [] });
	await at(1).answer({ frames: [1, 2] as never[] });
	expect(said.at(-1)).toEqual([1, 2]);
	expect(at(2).body).toEqual({ session: 's', frames: [] });
	expect(asked).toHaveLength(3);
});

test('an answer with nothing is heard too: it is a sign of life', async () => {
	const { at, said } = await greeted();
	await at(1).answer({ frames: [] });
	expect(said.at(-1)).toEqual([]);
});

test('it sends beside the poll, the next only when the one before was answered', async () => {
	const { socket, at, asked } = await greeted();
	socket.send('[1]');
	socket.send('[2]');
	await settle();
	expect(asked).toHaveLength(3);
	expect(at(2).body).toEqual({ session: 's', frames: [1] });
	await at(2).answer({ frames: [] });
	expect(at(3).body).toEqual({ session: 's', frames: [2] });
	await at(3).answer({ frames: [] });
	expect(asked).toHaveLength(4);
});

test.each([0, 1, 2])(
	'request %d failing is a lost connection, once, and ends the others',
	async (n) => {
		const { socket, at, asked, said } = n === 0 ? open() : await greeted();
		await settle();
		if (n === 2) socket.send('[1]');
		await settle();
		socket.send('[2]');
		await at(n).fail();
		expect(said.at(-1)).toBe(1006);
		expect(asked.every(({ isOver }) => isOver.aborted)).toBe(true);
		const [count, heard] = [asked.length, said.length];
		for (const request of asked) await request.fail();
		socket.send('[3]');
		await settle();
		expect([asked.length, said.length]).toEqual([count, heard]);
	},
);

test('the last frames are heard before the code with which the server closed', async () => {
	const { at, asked, said } = await greeted();
	await at(1).answer({ frames: ['bye'] as never[], closed: { code: 1001 } });
	expect(said.slice(-2)).toEqual([['bye'], 1001]);
	expect(asked).toHaveLength(2);
});

test('closing it breaks the poll off and says nothing any more', async () => {
	const { socket, at, asked, said } = await greeted();
	socket.close();
	expect(at(1).isOver.aborted).toBe(true);
	await at(1).answer({ frames: [1] as never[] });
	expect(said).toEqual([['hello']]);
	expect(asked).toHaveLength(2);
});
