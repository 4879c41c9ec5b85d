import type { FakeWorld } from '../../shared/client/fake-parts.ts';
import type { VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import type { VisitorEventView } from '../../shared/views/event-view.ts';
import type { History } from './history.ts';
import type { Surface } from './surface.ts';

const conversation = 'v_tiny.1';
type Message = VisitorFrame & { readonly type: 'message.send' };

interface Wrongs {
	/** Says that it is stored, and stores it later. */
	readonly acksBeforeCommit?: boolean;
	/** Does not look whether it has been sent before. */
	readonly forgetsIds?: boolean;
}

/** A server of one conversation for the tabs of one visitor, made to be wrong in one way. Takes and commits when it is told. */
export class TinyServer {
	readonly #wrongs: Wrongs;
	readonly #history: History;
	readonly #tabs: readonly FakeWorld[];
	readonly #read = new Map<object, number>();
	#committed: VisitorEventView[] = [];
	#taken: { readonly frame: Message; readonly tab: FakeWorld }[] = [];

	constructor(tabs: readonly FakeWorld[], history: History, wrongs: Wrongs = {}) {
		this.#tabs = tabs;
		this.#history = history;
		this.#wrongs = wrongs;
	}

	/** Reads what the tabs have sent. */
	take(): void {
		for (const tab of this.#tabs) {
			const socket = tab.last();
			const from = this.#read.get(socket) ?? 0;
			this.#read.set(socket, socket.sent.length);
			for (const frame of socket.sent.slice(from)) this.#hear(tab, frame as VisitorFrame);
		}
	}

	commit(): void {
		for (const { frame, tab } of this.#taken.splice(0)) {
			if (this.#answersAgain(frame, tab)) continue;
			const vseq = this.#committed.length + 1;
			const event = eventOf(frame, vseq);
			this.#committed.push(event);
			if (this.#wrongs.acksBeforeCommit !== true) this.#ack(tab, frame.clientId, vseq);
			for (const other of this.#tabs)
				if (other !== tab) other.last().hear({ type: 'event', conversation, event });
		}
	}

	/** What is not committed is gone, and so are all connections; the tabs come back. */
	crash(): void {
		this.#taken = [];
		for (const tab of this.#tabs) {
			tab.last().events.onClose(1006);
			tab.advance(60_000);
			tab.open();
		}
	}

	surface(): Surface {
		return {
			name: 'store',
			numbers: 'vseq',
			isPublic: false,
			repeats: false,
			holds: () => true,
			read: async () => this.#committed.map(seenOf),
		};
	}

	#hear(tab: FakeWorld, frame: VisitorFrame): void {
		const socket = tab.last();
		const head = this.#committed.length;
		const events = (after: number): object => {
			const missed = this.#committed.filter(({ vseq }) => vseq > after);
			return { type: 'events', conversation, events: missed, amendments: [], head };
		};
		if (frame.type === 'hello') {
			const token = frame.token === null ? { token: 't'.repeat(43) } : {};
			const first = head === 0 ? null : conversation;
			const hello = { type: 'hello', epoch: 'e', conversation: first, head, beatMs: 25_000 };
			socket.hear({ ...hello, ...token, protocol: 1 });
			if (first !== null) socket.hear(events(frame.after));
		}
		if (frame.type === 'events.read') socket.hear(events(frame.after));
		if (frame.type !== 'message.send') return;
		if (this.#answersAgain(frame, tab)) return;
		this.#taken.push({ frame, tab });
		if (this.#wrongs.acksBeforeCommit === true)
			this.#ack(tab, frame.clientId, head + this.#taken.length);
	}

	#answersAgain({ clientId }: Message, tab: FakeWorld): boolean {
		const before = this.#committed.find((event) => event.clientId === clientId);
		if (before === undefined || this.#wrongs.forgetsIds === true) return false;
		this.#ack(tab, clientId, before.vseq);
		return true;
	}

	#ack(tab: FakeWorld, clientId: string, vseq: number): void {
		this.#history.ok(clientId, { conversation, vseq });
		const createdAt = new Date(0).toISOString();
		tab.last().hear({ type: 'ack', clientId, conversation, vseq, createdAt });
	}
}

const eventOf = ({ text, clientId }: Message, vseq: number): VisitorEventView => ({
	type: 'message',
	text,
	files: [],
	quickReplies: [],
	deleted: false,
	vseq,
	createdAt: new Date(0).toISOString(),
	author: { kind: 'visitor', name: '' },
	clientId,
});

export const seenOf = (event: VisitorEventView) => ({
	conversation,
	seq: null,
	vseq: event.vseq,
	clientId: event.clientId,
	text: 'text' in event ? event.text : null,
	internal: false,
});
