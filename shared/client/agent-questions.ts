import { DomainError } from '../errors.ts';
import type { AgentFrame, ToAgent } from '../protocol/agent-frames.ts';
import type { ClientParts } from './parts.ts';

type Request = Extract<AgentFrame, { readonly requestId: string }>;
/** A question without what the client adds. */
export type Question = Request extends infer Each
	? Each extends Request
		? Omit<Each, 'requestId'>
		: never
	: never;
type LinkFrame = Extract<Request, { readonly type: 'file.link' | 'conversation.link' }>;
export type LinkQuestion = Extract<Question, { readonly type: LinkFrame['type'] }>;

/** Which frame answers which question. */
interface Answers {
	readonly 'conversations.list': 'conversations';
	readonly 'events.read': 'events';
	readonly 'file.link': 'link';
	readonly 'conversation.link': 'link';
	readonly 'visitor.read': 'visitor';
	readonly 'visitors.read': 'visitors';
	readonly 'visits.watch': 'visits';
	readonly 'status.set': 'duty';
}
export type AnswerTo<Type extends Question['type']> = Extract<
	ToAgent,
	{ readonly type: Answers[Type] }
>;

const answerMs = 15_000;
const unavailable = (): DomainError =>
	new DomainError('unavailable', 'The server did not answer. Try again when it is connected.');

/** What was asked once, and whoever waits for the answer. */
export class AgentQuestions {
	readonly #parts: ClientParts;
	readonly #send: (frame: AgentFrame) => boolean;
	readonly #asked = new Map<string, (answer: ToAgent | DomainError) => void>();

	constructor(parts: ClientParts, send: (frame: AgentFrame) => boolean) {
		this.#parts = parts;
		this.#send = send;
	}

	/** Rejects with DomainError: as the server refuses it, or `unavailable` when it does not answer within 15 seconds. */
	ask<Type extends Question['type']>(
		question: Extract<Question, { readonly type: Type }>,
	): Promise<AnswerTo<Type>> {
		const requestId = this.#parts.newId();
		return new Promise((resolve, reject) => {
			const cancel = this.#parts.clock.after(answerMs, () =>
				this.#settle(requestId, unavailable()),
			);
			this.#asked.set(requestId, (answer) => {
				cancel();
				if (answer instanceof DomainError) reject(answer);
				// The server answers each question with its own frame, and this id was made for this one.
				else resolve(answer as AnswerTo<Type>);
			});
			const isSent = this.#send({ ...question, requestId } as unknown as AgentFrame);
			if (!isSent) this.#settle(requestId, unavailable());
		});
	}

	/** True: it was the answer to one of these. */
	hear(frame: ToAgent): boolean {
		if (frame.type === 'refused') {
			const { code, message, retryMs } = frame;
			const refusal = new DomainError(code, message, retryMs === null ? {} : { retryMs });
			return this.#settle(frame.clientId ?? '', refusal);
		}
		return 'requestId' in frame && this.#settle(frame.requestId ?? '', frame);
	}

	/** The connection is gone: what was asked gets no answer. */
	lost(): void {
		for (const requestId of this.#asked.keys()) this.#settle(requestId, unavailable());
	}

	#settle(requestId: string, answer: ToAgent | DomainError): boolean {
		const told = this.#asked.get(requestId);
		this.#asked.delete(requestId);
		told?.(answer);
		return told !== undefined;
	}
}
