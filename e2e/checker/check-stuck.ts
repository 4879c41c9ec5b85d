import type { Command, History } from './history.ts';
import type { Anomaly } from './surface.ts';

/** I1: whoever is still there and connected has an answer to everything that was sent. */
export const checkStuck = (history: History, isHere: (command: Command) => boolean): Anomaly[] =>
	history.commands
		.filter((command) => command.outcome.kind === 'info' && isHere(command))
		.map(({ clientId, author, text }) => ({
			name: 'stuck',
			invariant: 'I1',
			surface: author,
			detail: `${clientId} ${text ?? '(no text)'}`,
		}));
