import {
	createConnection,
	createServer,
	type AddressInfo,
	type Server,
	type Socket,
} from 'node:net';

export interface Gate {
	/** The same database, reached through the gate. */
	through(url: string): string;
	open(): Promise<void>;
	/** Cuts all connections; new ones are refused. */
	shut(): Promise<void>;
}

/** Stands between a server and its MongoDB, as a network does. `target` is the address of the MongoDB. */
export async function openGate(target: string): Promise<Gate> {
	const { hostname: host, port: behind } = new URL(target);
	const sockets = new Set<Socket>();
	let server: Server;
	let port = 0;
	async function open(): Promise<void> {
		server = createServer((socket) => {
			const beyond = createConnection(Number(behind), host);
			for (const each of [socket, beyond]) {
				sockets.add(each.on('error', () => each.destroy()));
				each.on('close', () => [socket, beyond].forEach((end) => end.destroy()));
			}
			socket.pipe(beyond).pipe(socket);
		});
		await new Promise<void>((done) => {
			server.listen(port, '127.0.0.1', done);
		});
		({ port } = server.address() as AddressInfo);
	}
	await open();
	return {
		open,
		through(url) {
			const address = new URL(url);
			address.host = `127.0.0.1:${port}`;
			address.searchParams.set('directConnection', 'true');
			return address.href;
		},
		async shut() {
			const closed = new Promise((done) => {
				server.close(done);
			});
			for (const socket of sockets) socket.destroy();
			sockets.clear();
			await closed;
		},
	};
}
