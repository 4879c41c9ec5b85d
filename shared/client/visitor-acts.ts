import type { VisitorFrame } from '../protocol/visitor-frames.ts';

export type VisitorCommand = Extract<VisitorFrame, { clientId: string }>;
type Frame<Type extends VisitorFrame['type']> = Extract<VisitorFrame, { type: Type }>;
export type Attributes = Omit<Frame<'attributes.set'>, 'type' | 'clientId'>;
export type Rating = Pick<Frame<'rating.send'>, 'score' | 'effort' | 'comment'>;
/** A command without what the client adds. */
export type VisitorAct = VisitorCommand extends infer Command
	? Command extends VisitorCommand
		? Omit<Command, 'clientId'>
		: never
	: never;

/** What a visitor can do beside writing: each is kept and sent until the server has answered. */
export abstract class VisitorActs {
	abstract act(act: VisitorAct): string;

	end(conversation: string): void {
		this.act({ type: 'conversation.end', conversation });
	}

	/** The visitor will not wait for an answer. */
	defer(conversation: string): void {
		this.act({ type: 'conversation.defer', conversation });
	}

	/** To what the team has asked. */
	answer(conversation: string, about: Frame<'question.answer'>['about'], yes: boolean): void {
		this.act({ type: 'question.answer', conversation, about, yes });
	}

	redact(conversation: string, target: number): void {
		this.act({ type: 'message.redact', conversation, target });
	}

	rate(conversation: string, rating: Rating): void {
		this.act({ type: 'rating.send', conversation, ...rating });
	}

	setAttributes(attributes: Attributes): void {
		this.act({ type: 'attributes.set', ...attributes });
	}

	/** `proof` is signed by the site's server. */
	identify(proof: string): void {
		this.act({ type: 'identify', proof });
	}

	/** The transcript goes to this address when mail is set up. */
	mailTranscript(conversation: string, email: string): void {
		this.act({ type: 'transcript.mail', conversation, email });
	}
}
