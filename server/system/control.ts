import {
	chmodSync,
	lstatSync,
	mkdtempSync,
	readFileSync,
	rmdirSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { errorCode } from './error-code.ts';

/*
 * How the command line talks to a running server: a socket in the data folder, which only its owner can open. One line of JSON
 * asks for a verb; lines of JSON answer, the last one with the exit code.
 *
 * A socket's path may have about 100 bytes. Where the data folder's is longer, the socket stands in a folder of its own
 * among the temporary ones, which only its owner can open, and a file in the data folder tells its path.
 */

/** Carries a verb out; `print` gives lines for the person. The answer is the exit code. */
export type RunVerb = (
	verb: string,
	args: readonly string[],
	print: (line: string) => void,
) => Promise<number>;

const mostBytes = 100;
const pointerPath = (dataDir: string): string => join(dataDir, 'control.path');

export async function serveControl(dataDir: string, run: RunVerb): Promise<() => Promise<void>> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.on('close', () => sockets.delete(socket));
		linesOf(socket).once('line', (line) => void answer(socket, line, run));
	});
	try {
		// Left behind by a kill: the data folder's lock says that nobody else serves here.
		removeSocket(dataDir);
		await bind(server, makePath(dataDir));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		// Without the error's code, which would be taken for one of the server's own address.
		throw new Error(`the socket for the command line cannot be made: ${why}`, { cause: error });
	}
	return async () => {
		for (const socket of sockets) socket.destroy();
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
		});
		removeSocket(dataDir);
	};
}

/** Where the socket of this data folder is to be. */
function makePath(dataDir: string): string {
	const path = join(dataDir, 'control.sock');
	if (Buffer.byteLength(path) <= mostBytes) return path;
	// Nobody can guess its name or stand in it: mkdtemp makes it anew with mode 0700.
	const other = join(mkdtempSync(join(tmpdir(), 'parley-')), 'control.sock');
	writeFileSync(pointerPath(dataDir), other, { mode: 0o600 });
	if (Buffer.byteLength(other) <= mostBytes) return other;
	throw new Error(`its path ${other} is too long. Set TMPDIR to a folder with a short path.`);
}

async function bind(server: Server, path: string): Promise<void> {
	// It is bound before `listen` returns, so nothing else is made under this mask, and nobody can open it in between.
	const before = process.umask(0o077);
	try {
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(path, resolve);
			process.umask(before);
		});
	} finally {
		process.umask(before);
	}
	chmodSync(path, 0o600);
}

function removeSocket(dataDir: string): void {
	removeFile(join(dataDir, 'control.sock'));
	const other = readPointer(dataDir);
	if (other === null) return;
	removeFile(pointerPath(dataDir));
	try {
		removeFile(other);
		rmdirSync(dirname(other));
	} catch {
		// Not ours any more, or gone: a temporary folder may be tidied up by others.
	}
}

/** Node's own rmSync takes 6 ms when it is used first. */
function removeFile(path: string): void {
	try {
		unlinkSync(path);
	} catch (error) {
		if (errorCode(error) !== 'ENOENT') throw error;
	}
}

function readPointer(dataDir: string): string | null {
	try {
		return readFileSync(pointerPath(dataDir), 'utf8');
	} catch (error) {
		if (errorCode(error) === 'ENOENT') return null;
		throw error;
	}
}

/**
 * The socket of the server that runs on this folder, or where one would be; null where none can be. Throws when others may
 * have made it.
 */
function findPath(dataDir: string): string | null {
	const other = readPointer(dataDir);
	if (other === null) {
		const path = join(dataDir, 'control.sock');
		// Newer Nodes throw at a path that is too long, older ones say that nobody is there.
		return Buffer.byteLength(path) <= mostBytes ? path : null;
	}
	const folder = dirname(other);
	const stats = lstatSync(folder, { throwIfNoEntry: false });
	if (stats === undefined) return other;
	// Tidied up while the server ran, its name is free for anybody.
	const owner = lstatSync(pointerPath(dataDir)).uid;
	if (!stats.isDirectory() || stats.uid !== owner || (stats.mode & 0o077) !== 0) {
		throw new Error(`${folder} can be written by others. Start the server anew, then try again.`);
	}
	return other;
}

/** Repeats the socket's errors, which are dealt with there: unheard, each would end the process. */
const linesOf = (socket: Socket): Interface => createInterface(socket).on('error', () => {});

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
		const path = findPath(dataDir);
		if (path === null) return resolve(null);
		const socket = createConnection(path);
		let exit: number | null = null;
		socket.on('connect', () => void socket.write(`${JSON.stringify({ verb, args })}\n`));
		socket.on('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
			else reject(error);
		});
		linesOf(socket).on('line', (line) => {
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
