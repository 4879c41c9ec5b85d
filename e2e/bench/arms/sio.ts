import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { serveQuestions } from './arm-process.ts';
import { storeOneByOne } from './one-by-one.ts';

/** The usual chat: socket.io, a room for each talk, an acknowledgement. With a folder it stores each message first. */
const [folder] = process.argv.slice(2);
const store = folder === undefined ? null : storeOneByOne(folder);
const http = createServer();
const io = new Server(http, { transports: ['websocket'], serveClient: false });

io.on('connection', (socket) => {
	const { role, room } = socket.handshake.auth as { role: string; room: string };
	if (role === 'hearer') {
		void socket.join(room);
		return;
	}
	socket.on(
		'message',
		(frame: { clientId: string; text: string }, acknowledge: (answer: unknown) => void) => {
			const id = store === null ? 0 : store(room, frame.clientId, frame.text);
			acknowledge({ clientId: frame.clientId, id });
			io.to(room).emit('message', { id, ...frame });
		},
	);
});
http.listen(0, '127.0.0.1', () => {
	const { port } = http.address() as { port: number };
	serveQuestions(port, () => process.exit(0));
});
