import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import type { ParleyHouse } from './parley-house.ts';

/*
 * The people of one arm: senders, and hearers in rooms. Each message is heard by exactly one other socket in every arm, and the
 * frame that is sent has the same bytes in all of them: about 300.
 */
export interface Crowd {
	readonly senders: number;
	/** False: nobody acknowledges; a message is done when it was heard. */
	readonly acknowledges: boolean;
	send(sender: number, message: number): void;
	onAck: (message: number) => void;
	onHeard: (message: number) => void;
	close(): void;
}
export interface CrowdSize {
	readonly senders: number;
	/** Sender n is heard by hearer n modulo this. */
	readonly hearers: number;
}

const filler = 'the parcel was to come on Monday and now it is Thursday. '.repeat(5).slice(0, 215);
const digits = (message: number): string => String(message).padStart(9, '0');
const frameOf = (message: number) => ({
	type: 'message.send',
	clientId: `b-${digits(message)}`,
	text: `#${digits(message)} ${filler}`,
});
const nobody = (): void => {};

export async function socketIoCrowd(port: number, { senders, hearers }: CrowdSize): Promise<Crowd> {
	const connect = (role: 'sender' | 'hearer', room: number) =>
		new Promise<ReturnType<typeof io>>((resolve, reject) => {
			const options = {
				transports: ['websocket'],
				forceNew: true,
				auth: { role, room: String(room) },
			};
			const socket = io(`http://127.0.0.1:${port}`, options);
			socket.once('connect', () => resolve(socket));
			socket.once('connect_error', reject);
		});
	const heard = await inTurns(hearers, (room) => connect('hearer', room));
	const saying = await inTurns(senders, (index) => connect('sender', index % hearers));
	const numberOf = ({ clientId }: { clientId: string }): number => Number(clientId.slice(2));
	const crowd: Crowd = {
		senders,
		acknowledges: true,
		onAck: nobody,
		onHeard: nobody,
		send(sender, message) {
			saying[sender]!.emit('message', frameOf(message), () => crowd.onAck(message));
		},
		close() {
			for (const socket of [...heard, ...saying]) socket.disconnect();
		},
	};
	for (const socket of heard) {
		socket.on('message', (event: { clientId: string }) => crowd.onHeard(numberOf(event)));
	}
	return crowd;
}

/** `acknowledges` false: the arm forwards only. */
export async function plainCrowd(
	port: number,
	size: CrowdSize,
	acknowledges: boolean,
): Promise<Crowd> {
	const url = (role: string, room: number): string =>
		`ws://127.0.0.1:${port}/?role=${role}&room=${room}`;
	const heard = await inTurns(size.hearers, (room) => open(url('hearer', room)));
	const saying = await inTurns(size.senders, (index) => open(url('sender', index % size.hearers)));
	return crowdOf(saying, heard, acknowledges);
}

/** Visitors, and agents of whom each sees one site only, so that one agent hears each message. */
export async function parleyCrowd(
	port: number,
	{ senders, hearers }: CrowdSize,
	house: ParleyHouse,
): Promise<Crowd> {
	const base = `ws://127.0.0.1:${port}/ws`;
	const heard = await inTurns(hearers, (index) =>
		greet(`${base}/agent`, { type: 'hello', protocol: 1 }, { Cookie: house.cookies[index]! }),
	);
	const saying = await inTurns(senders, (index) => {
		const site = house.siteKeys[index % hearers]!;
		const start = { epoch: null, conversation: null, after: 0 };
		return greet(`${base}/visitor`, {
			type: 'hello',
			protocol: 1,
			site,
			token: house.token(index),
			...start,
		});
	});
	return crowdOf(saying, heard, true);
}

function crowdOf(
	saying: readonly WebSocket[],
	heard: readonly WebSocket[],
	acknowledges: boolean,
): Crowd {
	const crowd: Crowd = {
		senders: saying.length,
		acknowledges,
		onAck: nobody,
		onHeard: nobody,
		send: (sender, message) => saying[sender]!.send(JSON.stringify([frameOf(message)])),
		close() {
			for (const socket of [...heard, ...saying]) socket.terminate();
		},
	};
	// Looked for in the text: taking every frame apart would cost the harness more than the server.
	const listen = (socket: WebSocket, tell: (message: number) => void): void => {
		socket.on('message', (data: Buffer) => {
			const text = data.toString('latin1');
			for (let at = text.indexOf('"b-'); at >= 0; at = text.indexOf('"b-', at + 12)) {
				tell(Number(text.slice(at + 3, at + 12)));
			}
			if (text.includes('"refused"')) throw new Error(`A message was refused: ${text}`);
		});
	};
	for (const socket of saying) listen(socket, (message) => crowd.onAck(message));
	for (const socket of heard) listen(socket, (message) => crowd.onHeard(message));
	return crowd;
}

function open(url: string, headers: Record<string, string> = {}): Promise<WebSocket> {
	return new Promise((resolve, reject) => {
		const socket = new WebSocket(url, { headers, perMessageDeflate: false });
		socket.once('open', () => resolve(socket));
		socket.once('error', reject);
	});
}

/** Opens a socket, says hello on it and waits for the answer. */
export async function greet(
	url: string,
	hello: object,
	headers?: Record<string, string>,
): Promise<WebSocket> {
	const socket = await open(url, headers);
	await new Promise<void>((resolve, reject) => {
		socket.once('message', (data: Buffer) => {
			const text = data.toString();
			if (text.includes('"hello"')) resolve();
			else reject(new Error(`No hello but ${text}`));
		});
		socket.once('close', (code) => reject(new Error(`The socket was closed with ${code}.`)));
		socket.send(JSON.stringify([hello]));
	});
	return socket;
}

/** Handshakes, some at a time: all at once would be a storm, which is another question. */
export async function inTurns<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
	const made: T[] = [];
	for (let from = 0; from < count; from += 100) {
		const many = Math.min(100, count - from);
		made.push(
			...(await Promise.all(Array.from({ length: many }, (_, index) => make(from + index)))),
		);
	}
	return made;
}
