import type { Part } from './lists.ts';
import { words } from './words.ts';

export const partWords: Readonly<Record<Part, string>> = {
	waitsForMe: words.waitsForMe,
	visitorsTurn: words.visitorsTurn,
	assignedToMe: words.assignedToMe,
	joined: words.joined,
	ended: words.endedPart,
	queue: words.queue,
	running: words.running,
	later: words.later,
};
