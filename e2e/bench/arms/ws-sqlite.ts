import { WebSocketServer, type WebSocket } from 'ws';
import { serveQuestions } from './arm-process.ts';
import { storeOneByOne } from './one-by-one.ts';

/** A durable chat with nothing around it: parse, one transaction, acknowledge, forward. */
const store = storeOneByOne(process.argv[2] ?? '');
const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
const hearers = new Map<string, WebSocket>();

server.on('connection', (socket, request) => {
	const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const room = searchParams.get('room') ?? '';
	if (searchParams.get('role') === 'hearer') {
		hearers.set(room, socket);
		return;
	}
	socket.on('message', (data: Buffer) => {
		const [frame] = JSON.parse(data.toString()) as [{ clientId: string; text: string }];
		const id = store(room, frame.clientId, frame.text);
		socket.send(JSON.stringify([{ type: 'ack', clientId: frame.clientId, id }]));
		hearers.get(room)?.send(JSON.stringify([{ type: 'event', id, ...frame }]));
	});
});
server.on('listening', () => {
	const { port } = server.address() as { port: number };
	serveQuestions(port, () => process.exit(0));
});
