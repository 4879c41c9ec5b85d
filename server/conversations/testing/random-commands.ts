import fc from 'fast-check';
import type { GroupId } from '../../../shared/ids.ts';
import type { Command, CommandKind, Target } from '../commands.ts';
import type { ConversationEvent } from '../events.ts';
import { commandKinds, id, noon, opening, someCommand } from './commands.ts';
import { agent, everybody, people } from './people.ts';

/** A command that is not yet about anything: what it is about depends on what has happened so far. */
export interface Step {
	readonly kind: CommandKind;
	readonly who: Speaker;
	/** Chooses among the events so far. */
	readonly about: number;
	/** Chooses texts, tags, scores. */
	readonly flavour: number;
	/** Since the step before. */
	readonly waitMs: number;
}

const speakers = { ...people, tom: agent('tom') };
type Speaker = keyof typeof speakers;

/** Those who may do much come often, so that conversations get somewhere; strangers come now and then. */
const who: fc.Arbitrary<Speaker> = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom<Speaker>('visitor', 'agent', 'otherAgent', 'tom') },
	{ weight: 2, arbitrary: fc.constantFrom<Speaker>('supervisor', 'bot', 'system') },
	{ weight: 1, arbitrary: fc.constantFrom<Speaker>(...everybody) },
);
const kind: fc.Arbitrary<CommandKind> = fc.oneof(
	{ weight: 3, arbitrary: fc.constantFrom<CommandKind>('post', 'edit', 'redact', 'note') },
	{ weight: 4, arbitrary: fc.constantFrom(...commandKinds) },
);
export const steps = (maxLength: number): fc.Arbitrary<readonly Step[]> =>
	fc.array(
		fc.record<Step>({
			kind,
			who,
			about: fc.nat(40),
			flavour: fc.nat(6),
			waitMs: fc.constantFrom(0, 1000, 100_000, 400_000),
		}),
		{ maxLength, size: 'max' },
	);

/** The text of a step is found nowhere else, so that a test can ask where it went. */
export const textOf = (index: number): string => `text<${index}>`;

/** The n-th command, as it would be sent with these events in front of one. */
export function commandOf(
	step: Step,
	index: number,
	events: readonly ConversationEvent[],
	at: number,
): Command {
	const common = { by: speakers[step.who], clientId: id(`c${index}`), at };
	const command = someCommand[step.kind](common, targetOf(step, events));
	const { flavour } = step;
	switch (command.kind) {
		case 'post':
			return { ...command, text: textOf(index), opening };
		case 'note':
		case 'edit':
			return { ...command, text: textOf(index) };
		case 'transfer': {
			const to = (['agent', 'otherAgent', 'tom'] as const)[flavour % 3]!;
			return { ...command, to: speakers[to].id, later: flavour === 5 };
		}
		case 'requeue':
			return {
				...command,
				...(flavour % 2 === 0 ? {} : { group: `group ${flavour}` as GroupId }),
				later: flavour > 4,
			};
		case 'assign': {
			const to = (['agent', 'otherAgent', 'tom'] as const)[flavour % 3]!;
			return { ...command, to: speakers[to].id };
		}
		case 'ask': {
			if (flavour % 2 === 0) return command;
			const to = { kind: 'agent', id: speakers.tom.id } as const;
			return { ...command, asked: { about: 'transfer', to, reason: '' } };
		}
		case 'answer':
			return { ...command, about: flavour % 2 === 0 ? 'resolved' : 'transfer' };
		case 'idle':
			return { ...command, isIdle: flavour % 2 === 0 };
		case 'tag':
			return { ...command, add: [`tag ${flavour}`], remove: [`tag ${flavour - 2}`] };
		case 'prioritise':
			return { ...command, priority: flavour % 2 === 0 ? 'high' : 'normal' };
		case 'rate':
			return { ...command, score: flavour };
		default:
			return command;
	}
}

function targetOf({ about }: Step, events: readonly ConversationEvent[]): Target {
	const event = events[about % Math.max(1, events.length)];
	if (event === undefined) {
		const author = { kind: 'visitor', id: people.visitor.id } as const;
		return { seq: 1, vseq: 1, type: 'message', audience: 'visitor', author, at: noon };
	}
	const { seq, vseq, type, audience, author, at } = event;
	return { seq, vseq, type, audience, author, at };
}
