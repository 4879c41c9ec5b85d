import { mongo } from 'mongoose';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 *     request  cut before the command reaches the database
 *     reply    cut after the database carried it out and before its answer arrives
 *     late     cut, and the command reaches the database only when it is released
 */
export type Loss = 'request' | 'reply' | 'late';

/** Which commands are lost: `insert events`, or the beginning of it. */
interface Rule {
	readonly what: string;
	readonly loss: Loss;
	left: number;
}

/** Stands between a store and its MongoDB and loses what it is told to. */
export interface FaultyRelay {
	readonly port: number;
	/** From now on, so many times. */
	lose(what: string, loss: Loss, times?: number): void;
	/** How many commands were lost since the last `lose`. */
	lost(): number;
	/** Tells of every command from now on; null ends it. */
	watch(listener: ((command: mongo.Document) => void) | null): void;
	/** Lets the held commands reach the database; resolves when it has answered them. */
	release(): Promise<void>;
	/** Cuts everything and refuses new connections. */
	refuse(): Promise<void>;
	/** Keeps the connections and passes nothing on. */
	silence(): void;
	/** All is well again; connections of the silence are cut. */
	heal(): Promise<void>;
	stop(): Promise<void>;
}

export async function startFaultyRelay(host: string, target: number): Promise<FaultyRelay> {
	const sockets = new Set<Socket>();
	let rule: Rule | null = null;
	let lost = 0;
	let isSilent = false;
	let listener: ((command: mongo.Document) => void) | null = null;
	let held: { readonly upstream: Socket; readonly frame: Buffer }[] = [];
	let server: Server | null = null;
	let port = 0;

	function accept(client: Socket): void {
		const upstream = connect({ host, port: target, noDelay: true });
		let isReplyLost = false;
		let isHeld = false;
		const pass = (frame: Buffer): void => {
			if (isSilent) return;
			if (isCommand(frame)) listener?.(mongo.BSON.deserialize(documentOf(frame)));
			if (rule === null || rule.left === 0 || !commandOf(frame).startsWith(rule.what)) {
				upstream.write(frame);
				return;
			}
			rule.left -= 1;
			lost += 1;
			if (rule.loss === 'reply') {
				isReplyLost = true;
				upstream.write(frame);
				return;
			}
			if (rule.loss === 'late') {
				isHeld = true;
				held.push({ upstream, frame });
			}
			client.destroy();
		};
		client.on('data', framesOf(pass));
		upstream.on('data', (data) => {
			if (isReplyLost) client.destroy();
			else if (!isSilent && !client.destroyed) client.write(data);
		});
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			// Told by the close that follows.
			socket.on('error', () => undefined);
			socket.on('close', () => sockets.delete(socket));
		}
		client.on('close', () => {
			if (!isHeld) upstream.destroy();
		});
		upstream.on('close', () => client.destroy());
	}

	function listen(): Promise<void> {
		const listening = createServer({ noDelay: true }, accept);
		server = listening;
		return new Promise((resolve, reject) => {
			listening.on('error', reject).listen(port, '127.0.0.1', () => {
				({ port } = listening.address() as AddressInfo);
				resolve();
			});
		});
	}
	async function refuse(): Promise<void> {
		const closing = server;
		server = null;
		if (closing === null) return;
		const closed = new Promise((resolve) => closing.close(resolve));
		for (const socket of sockets) socket.destroy();
		await closed;
	}

	await listen();
	return {
		port,
		lose(what, loss, times = Infinity) {
			rule = { what, loss, left: times };
			lost = 0;
		},
		lost: () => lost,
		watch(fresh) {
			listener = fresh;
		},
		async release() {
			const late = held;
			held = [];
			for (const { upstream, frame } of late) {
				const answered = new Promise<void>((resolve) => {
					upstream.once('data', () => resolve()).once('close', () => resolve());
				});
				upstream.write(frame);
				await answered;
				upstream.destroy();
			}
		},
		refuse,
		silence() {
			isSilent = true;
		},
		async heal() {
			rule = null;
			if (isSilent) {
				isSilent = false;
				for (const socket of sockets) socket.destroy();
			}
			if (server === null) await listen();
		},
		stop: refuse,
	};
}

/** Cuts a stream into messages: each begins with its length. */
function framesOf(each: (frame: Buffer) => void): (data: Buffer) => void {
	let rest: Buffer = Buffer.alloc(0);
	return (data) => {
		rest = Buffer.concat([rest, data]);
		while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
			const length = rest.readInt32LE(0);
			each(rest.subarray(0, length));
			rest = rest.subarray(length);
		}
	};
}

const opMsg = 2013;
/** After the header, the flags and the kind of the section. */
const documentAt = 16 + 4 + 1;
/** After the length of the document and the type of its first field, a text. */
const nameAt = documentAt + 4 + 1;

const isCommand = (frame: Buffer): boolean => frame.readInt32LE(12) === opMsg;
const documentOf = (frame: Buffer): Buffer =>
	frame.subarray(documentAt, documentAt + frame.readInt32LE(documentAt));

/** `insert events`: the name of a command and its collection; empty for what is no command on one. */
function commandOf(frame: Buffer): string {
	if (!isCommand(frame) || frame[nameAt - 1] !== 2) return '';
	const nameEnd = frame.indexOf(0, nameAt);
	const valueEnd = frame.indexOf(0, nameEnd + 5);
	const name = frame.toString('utf8', nameAt, nameEnd);
	return `${name} ${frame.toString('utf8', nameEnd + 5, valueEnd)}`;
}
