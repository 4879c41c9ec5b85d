import { createHash } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/*
 * How the command line talks to a running server: a socket in the data folder, which only its owner can open. One line of JSON
 * asks for a verb; lines of JSON answer, the last one with the exit code.
 */

/** Carries a verb out; `print` gives lines for the person. The answer is the exit code. */
export type RunVerb = (
	verb: string,
	args: readonly string[],
	print: (line: string) => void,
) => Promise<number>;

/** A socket's path may have about 100 bytes; a longer one moves to the system's temporary folder. */
export function controlPath(dataDir: string): string {
	const path = join(dataDir, 'control.sock');
	if (Buffer.byteLength(path) <= 100) return path;
	return join(
		tmpdir(),
		`parley-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}.sock`,
	);
}

export async function serveControl(dataDir: string, run: RunVerb): Promise<() => Promise<void>> {
	const path = controlPath(dataDir);
	// Left behind by a kill: the data folder's lock says that nobody else serves here.
	rmSync(path, { force: true });
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		createInterface(socket).once('line', (line) => void answer(socket, line, run));
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(path, resolve);
	});
	chmodSync(path, 0o600);
	return async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
		});
	};
}

async function answer(socket: Socket, line: string, run: RunVerb): Promise<void> {
	const say = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`);
	try {
		const { verb, args } = JSON.parse(line) as { verb: string; args: string[] };
		const exit = await run(verb, args, (text) => say({ text }));
		say({ exit });
	} catch (error) {
		say({ text: error instanceof Error ? error.message : String(error) });
		say({ exit: 1 });
	}
	socket.end();
}

/** Null: no server is running on this folder. */
export function askControl(
	dataDir: string,
	verb: string,
	args: readonly string[],
	print: (line: string) => void,
): Promise<number | null> {
	return new Promise((resolve, reject) => {
		const socket = createConnection(controlPath(dataDir));
		let exit: number | null = null;
		socket.on('connect', () => void socket.write(`${JSON.stringify({ verb, args })}\n`));
		socket.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
			else reject(error);
		});
		createInterface(socket).on('line', (line) => {
			const message = JSON.parse(line) as { text?: string; exit?: number };
			if (message.text !== undefined) print(message.text);
			if (message.exit !== undefined) exit = message.exit;
		});
		socket.on('close', () => {
			if (exit === null) reject(new Error('The server stopped before it had finished. Try again.'));
			else resolve(exit);
		});
	});
}
