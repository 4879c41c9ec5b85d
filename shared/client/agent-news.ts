import type { AgentFrame, ToAgent } from '../protocol/agent-frames.ts';
import type { Marks } from '../views/event-view.ts';
import { mostMarks } from './most-marks.ts';
import type { ClientParts } from './parts.ts';

/** What the server says beside the conversations: true now, lossy. */
export interface AgentNews {
	/** What visitors have in their fields, by conversation. */
	readonly drafts: ReadonlyMap<string, string>;
	/** How far visitors have received and read, in `vseq`. */
	readonly marks: ReadonlyMap<string, Marks>;
	readonly isStoreAway: boolean;
}
const nothing: AgentNews = { drafts: new Map(), marks: new Map(), isStoreAway: false };

const cursorMs = 1000;

/** Holds the news, and tells how far the agent has read, at most once a second. */
export class AgentAsides {
	now: AgentNews = nothing;
	readonly #parts: ClientParts;
	readonly #send: (frame: AgentFrame) => boolean;
	readonly #onChange: () => void;
	readonly #seen = new Map<string, number>();
	readonly #told = new Map<string, number>();
	#cancel: (() => void) | null = null;

	constructor(parts: ClientParts, send: (frame: AgentFrame) => boolean, onChange: () => void) {
		this.#parts = parts;
		this.#send = send;
		this.#onChange = onChange;
	}

	/** True: it was one of these. */
	hear(frame: ToAgent): boolean {
		switch (frame.type) {
			case 'draft': {
				const drafts = new Map(this.now.drafts);
				if (frame.text === '') drafts.delete(frame.conversation);
				else drafts.set(frame.conversation, frame.text);
				this.#set({ drafts });
				return true;
			}
			case 'marks':
				this.marks(frame.conversation, frame.visitor);
				return true;
			case 'store':
				this.#set({ isStoreAway: frame.isAway });
				return true;
			default:
				return false;
		}
	}

	marks(conversation: string, marks: Marks): void {
		const most = mostMarks(marks, this.now.marks.get(conversation));
		this.#set({ marks: new Map(this.now.marks).set(conversation, most) });
	}

	/** A visitor has sent what stood in the field. */
	sent(conversation: string): void {
		if (!this.now.drafts.has(conversation)) return;
		const drafts = new Map(this.now.drafts);
		drafts.delete(conversation);
		this.#set({ drafts });
	}

	/** Everything up to there was in front of the agent's eyes. */
	seen(conversation: string, vseq: number): void {
		if ((this.#seen.get(conversation) ?? 0) >= vseq) return;
		this.#seen.set(conversation, vseq);
		this.#cancel ??= this.#parts.clock.after(cursorMs, () => {
			this.#cancel = null;
			for (const [id, read] of this.#seen) {
				if (this.#told.get(id) === read) continue;
				const frame = { type: 'cursor', conversation: id, delivered: read, read } as const;
				if (this.#send(frame)) this.#told.set(id, read);
			}
		});
	}

	/** The connection is gone: nobody can be seen writing. */
	lost(): void {
		this.#told.clear();
		this.now = { ...this.now, drafts: new Map(), isStoreAway: false };
	}

	/** The server was restored from a backup: its numbers count anew. */
	startOver(): void {
		this.#seen.clear();
		this.#told.clear();
		this.#set(nothing);
	}

	stop(): void {
		this.#cancel?.();
		this.#cancel = null;
	}

	#set(change: Partial<AgentNews>): void {
		this.now = { ...this.now, ...change };
		this.#onChange();
	}
}
