import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Bytes of the end of what was heard last, so that nothing hides where two pieces meet. */
const overlap = 300;
/** A server hears of the end of a frozen connection only so much later, as by its own heartbeat. */
const ghostMs = 6000;

interface Line {
	readonly client: Socket;
	readonly server: Socket;
	/** Nothing passes, and neither side is told. */
	isFrozen: boolean;
	/** What the client sends from now on is lost; its end is told. */
	isMute: boolean;
	/** So many bytes reach the client still; then the line breaks. */
	left: number;
	delayMs: number;
	heard: string;
}

/** What lies between one client and the server: each connection goes through it, by socket or by requests. */
export class Network {
	port = 0;
	/** WebSockets do not get through. */
	blocksSockets = false;
	readonly #target: number;
	readonly #listener: (text: string) => void;
	readonly #lines = new Set<Line>();
	readonly #server: Server;

	/** `listener` is given all that comes from the server, some of it twice. */
	constructor(target: number, listener: (text: string) => void = () => {}) {
		this.#target = target;
		this.#listener = listener;
		this.#server = createServer({ noDelay: true }, (client) => this.#accept(client));
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
		});
		this.port = (this.#server.address() as AddressInfo).port;
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		for (const line of this.#lines) {
			line.client.destroy();
			line.server.destroy();
		}
		await closed;
	}

	/** Breaks all connections. */
	cut(): void {
		for (const line of this.#lines) breakOff(line);
	}

	/** Breaks them in the middle of what the server says next. */
	cutAfter(bytes: number): void {
		for (const line of this.#lines) line.left = bytes;
	}

	mute(): void {
		for (const line of this.#lines) line.isMute = true;
	}

	/** The connections of this moment are half open from now on. */
	freeze(): void {
		for (const line of this.#lines) line.isFrozen = true;
	}

	/** Both ways; 0: as fast as it goes. */
	delay(ms: number): void {
		for (const line of this.#lines) line.delayMs = ms;
	}

	/** New connections are well from the beginning; what is half open stays so, until its client notices. */
	heal(): void {
		for (const line of this.#lines) {
			if (line.isMute || line.left < Infinity) breakOff(line);
			line.delayMs = 0;
		}
	}

	#accept(client: Socket): void {
		const server = connect({ host: '127.0.0.1', port: this.#target, noDelay: true });
		const line: Line = {
			client,
			server,
			isFrozen: false,
			isMute: false,
			left: Infinity,
			delayMs: 0,
			heard: '',
		};
		this.#lines.add(line);
		for (const socket of [client, server]) socket.on('error', () => undefined);
		let isFirst = true;
		client.on('data', (data) => {
			if (isFirst && this.blocksSockets && data.toString('latin1').startsWith('GET /ws'))
				return breakOff(line);
			isFirst = false;
			later(line, () => {
				if (!line.isMute) server.write(data);
			});
		});
		server.on('data', (data) => later(line, () => this.#toClient(line, data)));
		server.on('close', () => {
			if (!line.isFrozen) later(line, () => client.end());
		});
		client.on('close', () => {
			this.#lines.delete(line);
			if (line.isFrozen) setTimeout(() => server.destroy(), ghostMs).unref();
			else server.destroy();
		});
	}

	#toClient(line: Line, data: Buffer): void {
		const passed = line.left < data.length ? data.subarray(0, line.left) : data;
		line.left -= passed.length;
		line.heard = line.heard.slice(-overlap) + passed.toString('utf8');
		this.#listener(line.heard);
		if (passed.length > 0) line.client.write(passed);
		if (line.left <= 0) setImmediate(() => breakOff(line));
	}
}

/** Timers of one delay fire in their order, and a shorter one comes only when the line is well again. */
function later(line: Line, pass: () => void): void {
	const go = (): void => {
		if (!line.isFrozen && !line.client.destroyed) pass();
	};
	if (line.delayMs === 0) go();
	else setTimeout(go, line.delayMs);
}

function breakOff(line: Line): void {
	line.isFrozen = false;
	line.client.destroy();
	line.server.destroy();
}
