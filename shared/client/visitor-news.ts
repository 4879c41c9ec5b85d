import type { ToVisitor, VisitorFrame } from '../protocol/visitor-frames.ts';
import type { Marks } from '../views/event-view.ts';
import { mostMarks } from './most-marks.ts';
import type { ClientParts } from './parts.ts';

type Of<Type extends ToVisitor['type']> = Extract<ToVisitor, { type: Type }>;
type Request = Extract<VisitorFrame, { requestId: string }>;
/** A question without what the client adds. */
export type VisitorQuestion = Request extends infer Each
	? Each extends Request
		? Omit<Each, 'requestId'>
		: never
	: never;

/** What the server says beside the conversation: true now, lossy, and told anew after each hello. */
export interface News {
	readonly presence: Of<'presence'> | null;
	/** Null: not in a line. */
	readonly queue: Of<'queue'> | null;
	readonly visitor: Of<'visitor'> | null;
	/** By conversation. */
	readonly marks: ReadonlyMap<string, { readonly team: Marks; readonly own: Marks }>;
	readonly typing: Of<'typing'> | null;
	readonly isStoreAway: boolean;
}

const nothing: News = {
	presence: null,
	queue: null,
	visitor: null,
	marks: new Map(),
	typing: null,
	isStoreAway: false,
};
/** Without another word somebody is not writing any more. */
const typingMs = 10_000;
const answerMs = 15_000;

export interface Asked {
	readonly answer: (frame: ToVisitor) => void;
	readonly fail: (code: string) => void;
}

/** Holds the news and the questions that wait for their answer. */
export class VisitorNews {
	now: News = nothing;
	readonly #parts: ClientParts;
	readonly #onChange: () => void;
	readonly #asked = new Map<string, Asked>();
	#endTyping: (() => void) | null = null;

	constructor(parts: ClientParts, onChange: () => void) {
		this.#parts = parts;
		this.#onChange = onChange;
	}

	/** True: it was one of these. */
	hear(frame: ToVisitor): boolean {
		switch (frame.type) {
			case 'presence':
			case 'visitor':
				this.#set({ [frame.type]: frame });
				return true;
			case 'queue':
				this.#set({ queue: frame.position === null ? null : frame });
				return true;
			case 'marks': {
				const { conversation, team, own } = frame;
				const before = this.now.marks.get(conversation);
				const most = { team: mostMarks(team, before?.team), own: mostMarks(own, before?.own) };
				this.#set({ marks: new Map(this.now.marks).set(conversation, most) });
				return true;
			}
			case 'store':
				this.#set({ isStoreAway: frame.isAway });
				return true;
			case 'typing':
				this.#endTyping?.();
				this.#endTyping = frame.isOn
					? this.#parts.clock.after(typingMs, () => this.stopTyping())
					: null;
				this.#set({ typing: frame.isOn ? frame : null });
				return true;
			case 'conversations':
			case 'link':
				this.#asked.get(frame.requestId)?.answer(frame);
				return true;
			case 'refused': {
				const asked = this.#asked.get(frame.clientId ?? '');
				asked?.fail(frame.code);
				return asked !== undefined;
			}
			default:
				return false;
		}
	}

	/** Somebody has sent what they were writing. */
	stopTyping(): void {
		if (this.now.typing !== null) this.#set({ typing: null });
	}

	/** Rejects with an Error whose message is the code: also when there is no connection, or no answer in 15 s. */
	ask(question: VisitorQuestion, send: (frame: VisitorFrame) => boolean): Promise<ToVisitor> {
		const requestId = this.#parts.newId();
		return new Promise((resolve, reject) => {
			const done = (settle: () => void): void => {
				this.#asked.delete(requestId);
				cancel();
				settle();
			};
			const fail = (code: string): void => done(() => reject(new Error(code)));
			const cancel = this.#parts.clock.after(answerMs, () => fail('unavailable'));
			this.#asked.set(requestId, { answer: (frame) => done(() => resolve(frame)), fail });
			// The type of a union without one field does not come back by adding it.
			if (!send({ ...question, requestId } as VisitorFrame)) fail('unavailable');
		});
	}

	/** The connection is gone: questions get no answer, and what was true may not be any more. */
	lost(): void {
		for (const { fail } of this.#asked.values()) fail('unavailable');
		this.#endTyping?.();
		this.now = { ...this.now, typing: null, isStoreAway: false };
	}

	/** Another visitor, or another epoch. */
	clear(): void {
		this.now = { ...nothing, presence: this.now.presence };
	}

	#set(change: Partial<News>): void {
		this.now = { ...this.now, ...change };
		this.#onChange();
	}
}
