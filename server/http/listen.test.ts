import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { listen } from './listen.ts';

const well = () => Promise.resolve({ ok: true });
const open = async (app: (response: ServerResponse) => void) =>
	listen({
		host: '127.0.0.1',
		port: 0,
		app: (_request, response) => app(response),
		upgrade: (_request, socket) => void socket.destroy(),
		poll: (_request, response) => void response.end(),
		health: well,
	});
async function connectTo(port: number): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => socket.destroy());
	await once(socket, 'connect');
	return socket;
}

describe('closing the server', () => {
	it('does not wait for a connection that asks nothing', async () => {
		const server = await open((response) => response.end('ok'));
		const socket = await connectTo(server.port);
		const startedAt = performance.now();
		await server.close(5000);
		expect(performance.now() - startedAt).toBeLessThan(2500);
		socket.destroy();
	});

	it('lets an answer that is under way finish', async () => {
		let arrived = (_response: ServerResponse): void => {};
		const request = new Promise<ServerResponse>((resolve) => {
			arrived = resolve;
		});
		const server = await open((response) => arrived(response));
		const asked = fetch(`http://127.0.0.1:${server.port}/slow`);
		const response = await request;
		const closing = server.close(5000);
		response.end('the whole answer');
		expect(await (await asked).text()).toBe('the whole answer');
		await closing;
	});

	it('gives up on an answer that never comes', async () => {
		const server = await open(() => {});
		const asked = fetch(`http://127.0.0.1:${server.port}/never`).then(
			() => 'answered',
			() => 'cut off',
		);
		await new Promise((resolve) => setTimeout(resolve, 50));
		await server.close(100);
		expect(await asked).toBe('cut off');
	});
});
