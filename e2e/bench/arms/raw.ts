import { WebSocketServer, type WebSocket } from 'ws';
import { serveQuestions } from './arm-process.ts';

/** The bound: what comes from a sender of a room goes to its hearer, as it is. Parses, answers and stores nothing. */
const server = new WebSocketServer({
	port: 0,
	host: '127.0.0.1',
	perMessageDeflate: false,
	// As ours: with fewer, a storm measures how long the system waits until it tries again.
	backlog: 16_384,
});
const hearers = new Map<string, WebSocket>();

server.on('connection', (socket, request) => {
	const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
	const room = searchParams.get('room') ?? '';
	if (searchParams.get('role') === 'hearer') {
		hearers.set(room, socket);
		return;
	}
	socket.on('message', (data: Buffer) => hearers.get(room)?.send(data, { binary: false }));
});
server.on('listening', () => {
	const { port } = server.address() as { port: number };
	serveQuestions(port, () => process.exit(0));
});
