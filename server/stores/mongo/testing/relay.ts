import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Commands by which the driver looks after its connections; a store's steps are the others. */
const upkeep = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'buildInfo']);
const headerBytes = 16;

export interface Relay {
	/** The same address through the relay. */
	readonly url: string;
	/** Dies instead of passing on the n-th command from now (0: the next one): all connections break, and none is taken. */
	killBefore(step: number): void;
	close(): Promise<void>;
}

/** Stands between a store and its database, so that a test can end the one without the other noticing more than that. */
export async function startRelay(url: string): Promise<Relay> {
	const { host, port, rest } = partsOf(url);
	const sockets = new Set<Socket>();
	let passed = 0;
	let dieAt = Infinity;
	let isDead = false;

	function die(): void {
		isDead = true;
		for (const socket of sockets) socket.destroy();
	}
	const server = createServer((client) => {
		if (isDead) {
			client.destroy();
			return;
		}
		const database = connect(port, host);
		for (const socket of [client, database]) {
			sockets.add(socket);
			socket.setNoDelay(true);
			socket.on('error', () => socket.destroy());
			socket.on('close', () => {
				sockets.delete(socket);
				client.destroy();
				database.destroy();
			});
		}
		database.pipe(client);
		const take = messages((message) => {
			if (isDead) return;
			if (!upkeep.has(commandOf(message))) {
				if (passed === dieAt) {
					die();
					return;
				}
				passed += 1;
			}
			database.write(message);
		});
		client.on('data', take);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const own = (server.address() as AddressInfo).port;
	return {
		url: `mongodb://127.0.0.1:${own}${rest}`,
		killBefore: (step) => {
			dieAt = passed + step;
		},
		close: () => {
			die();
			return new Promise<void>((resolve) => {
				server.close(() => resolve());
			});
		},
	};
}

/** One host only: whoever follows the members of a set would go around the relay. */
function partsOf(url: string): { host: string; port: number; rest: string } {
	const [, host = '127.0.0.1', port = '27017', rest = ''] =
		/^mongodb:\/\/([^/:,@]+)(?::(\d+))?(\/.*)$/.exec(url) ?? [];
	const options = new URLSearchParams(rest.split('?')[1] ?? '');
	options.set('directConnection', 'true');
	// A dead relay is not waited for.
	options.set('serverSelectionTimeoutMS', '300');
	return { host, port: Number(port), rest: `${rest.split('?')[0]}?${options.toString()}` };
}

/** Calls back with each whole message of a stream of bytes. */
function messages(onMessage: (message: Buffer) => void): (chunk: Buffer) => void {
	let held = Buffer.alloc(0);
	return (chunk) => {
		held = Buffer.concat([held, chunk]);
		while (held.length >= headerBytes && held.length >= held.readInt32LE(0)) {
			const length = held.readInt32LE(0);
			onMessage(held.subarray(0, length));
			held = held.subarray(length);
		}
	};
}

/** The first name in the document of an OP_MSG; for anything older `hello`, as nothing else is sent so. */
function commandOf(message: Buffer): string {
	if (message.readInt32LE(12) !== 2013) return 'hello';
	// Behind flags, the section's kind, the document's length and the type of its first field.
	const start = headerBytes + 4 + 1 + 4 + 1;
	return message.toString('latin1', start, message.indexOf(0, start));
}
