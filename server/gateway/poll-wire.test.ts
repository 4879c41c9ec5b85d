import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { PollWire } from './poll-wire.ts';

let server: Server;
beforeAll(async () => {
	server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterAll(() => void server.close());

/** A request as the server sees it, and the connection as its client sees it. */
async function request(): Promise<{ response: ServerResponse; client: Socket }> {
	const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
	const asked = once(server, 'request');
	client.write('POST /poll/visitor HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
	const [, response] = (await asked) as [unknown, ServerResponse];
	return { response, client };
}

function open() {
	const said: string[] = [];
	const wire = new PollWire('the-id', () => said.push('left'));
	wire.listen({
		message: () => said.push('message'),
		pong: () => said.push('pong'),
		error: () => said.push('error'),
		close: () => said.push('close'),
	});
	return { wire, said };
}

describe('a wire of polls', () => {
	it('ends when the connection broke as the answer was written', async () => {
		const { wire, said } = open();
		const { response, client } = await request();
		wire.take([], true, response);
		response.socket?.destroy();
		wire.send('[1]', () => said.push('sent'));
		expect(wire.isOpen).toBe(true);
		await once(response, 'close');
		expect(said).toEqual(['left', 'close']);
		expect(wire.isOpen).toBe(false);
		client.destroy();
	});

	it('ends when the connection broke before the request could be served', async () => {
		const { wire, said } = open();
		const { response, client } = await request();
		client.destroy();
		await once(response, 'close');
		wire.take([1], true, response);
		expect(said).toEqual(['left', 'close']);
	});

	it('counts what waits until the network has taken it', async () => {
		const { wire } = open();
		let sent = 0;
		for (const text of ['["ü"]', '[1,2]']) wire.send(text, () => (sent += 1));
		expect([wire.bufferedAmount, sent]).toEqual([11, 0]);
		const { response, client } = await request();
		wire.take([], true, response);
		const [data] = (await once(client, 'data')) as [Buffer];
		expect(data.toString()).toContain('{"session":"the-id","frames":["ü",1,2]}');
		expect([wire.bufferedAmount, sent]).toEqual([0, 2]);
		client.destroy();
	});

	it('answers two beats for a client from whom no request came, and not the third', async () => {
		const { wire, said } = open();
		for (let n = 0; n < 3; n += 1) wire.ping();
		expect(said).toEqual(['pong', 'pong']);
		const { response, client } = await request();
		wire.take([], false, response);
		wire.ping();
		expect(said).toEqual(['pong', 'pong', 'pong']);
		client.destroy();
	});

	it('says what was said last and why it is over in one answer', async () => {
		const { wire, said } = open();
		const { response, client } = await request();
		wire.take([], true, response);
		wire.send('[1]', () => {});
		wire.close(4000, 'bad frame');
		const [data] = (await once(client, 'data')) as [Buffer];
		expect(data.toString()).toContain('"frames":[1],"closed":{"code":4000,"reason":"bad frame"}}');
		expect(said).toEqual(['left', 'close']);
		client.destroy();
	});
});
