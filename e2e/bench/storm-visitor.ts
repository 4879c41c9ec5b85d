import { WebSocket } from 'ws';

/** One source address has 28,000 ports, which storms that follow one another use up. */
const sources = process.platform === 'linux' ? 8 : 1;

export const connect = (url: string, index: number): WebSocket =>
	new WebSocket(url, {
		perMessageDeflate: false,
		...(sources > 1 ? { localAddress: `127.0.0.${2 + (index % sources)}` } : {}),
	});

type Frame =
	| {
			readonly type: 'hello';
			readonly epoch: string;
			readonly conversation: string | null;
			readonly head: number;
	  }
	| { readonly type: 'events'; readonly events: readonly Told[] }
	| { readonly type: 'event'; readonly event: Told }
	| { readonly type: 'ack'; readonly conversation: string; readonly vseq: number }
	| { readonly type: 'refused' | 'bye' | 'presence' | 'marks' | 'queue' | 'visitor' };
interface Told {
	readonly vseq: number;
	readonly type: string;
	readonly text?: string;
}

/** What one visitor's client keeps; it counts by the numbers what was lost and what came twice. */
export class StormVisitor {
	readonly #token: string;
	readonly #site: string;
	#epoch: string | null = null;
	#conversation: string | null = null;
	/** The number up to which it has everything. */
	#after = 0;
	#missed = new Set<string>();
	#skipped = 0;
	#socket: WebSocket | null = null;
	#onAck: () => void = () => {};
	#doubled = 0;

	constructor(token: string, site: string) {
		this.#token = token;
		this.#site = site;
	}

	/** Calls `up` when hello and all that was missing have come. */
	come(url: string, index: number, up: () => void, fail: (error: Error) => void): void {
		let head: number | null = null;
		let isUp = false;
		const socket = connect(url, index);
		this.#socket = socket;
		socket.on('error', fail);
		socket.on('close', (code) => {
			if (!isUp) fail(new Error(`A visitor's socket was closed with ${code}.`));
		});
		socket.on('open', () => {
			const [site, token, epoch] = [this.#site, this.#token, this.#epoch];
			const place = { conversation: this.#conversation, after: this.#after };
			socket.send(JSON.stringify([{ type: 'hello', protocol: 1, site, token, epoch, ...place }]));
		});
		socket.on('message', (data: Buffer) => {
			for (const frame of JSON.parse(data.toString()) as Frame[]) {
				if (frame.type === 'hello') head = frame.head;
				if (frame.type === 'refused') fail(new Error(`Refused: ${data.toString()}`));
				this.#hear(frame);
			}
			if (isUp || head === null || this.#after < head) return;
			isUp = true;
			up();
		});
	}

	/** Opens the conversation; `acknowledged` is called once it is stored. */
	say(acknowledged: () => void): void {
		this.#onAck = acknowledged;
		const message = { type: 'message.send', clientId: 'storm-first', text: 'Where is my parcel?' };
		this.#socket?.send(JSON.stringify([message]));
	}

	/** Somebody says this to it while it is away; answers where. */
	misses(text: string): string {
		if (this.#conversation === null) throw new Error('This visitor has no conversation.');
		this.#missed.add(text);
		return this.#conversation;
	}

	go(): void {
		this.#socket?.terminate();
		this.#socket = null;
	}

	/** What should have come by now and has not. Counts it once. */
	takeLost(): number {
		const lost = this.#skipped + this.#missed.size;
		this.#skipped = 0;
		this.#missed.clear();
		return lost;
	}

	/** Counts it once, too. */
	takeDoubled(): number {
		const doubled = this.#doubled;
		this.#doubled = 0;
		return doubled;
	}

	#hear(frame: Frame): void {
		if (frame.type === 'hello') {
			this.#epoch = frame.epoch;
			this.#conversation = frame.conversation;
		} else if (frame.type === 'events') {
			for (const event of frame.events) this.#take(event);
		} else if (frame.type === 'event') {
			this.#take(frame.event);
		} else if (frame.type === 'ack') {
			this.#conversation = frame.conversation;
			this.#after = frame.vseq;
			this.#onAck();
		}
	}

	#take({ vseq, type, text = '' }: Told): void {
		const isKnown = vseq <= this.#after;
		this.#skipped += Math.max(0, vseq - this.#after - 1);
		this.#after = Math.max(this.#after, vseq);
		// Its own was acknowledged by number, so whatever comes as a message was missed, and comes once.
		const isMissed = type !== 'message' || this.#missed.delete(text);
		if (isKnown || !isMissed) this.#doubled += 1;
	}
}
