import type { Anomaly } from './surface.ts';

/** How far a side has received and read, as a client was told or showed it, in the order of its telling. */
export interface MarksSeen {
	readonly client: string;
	readonly conversation: string;
	readonly side: 'visitor' | 'team';
	readonly delivered: number;
	readonly read: number;
}

/** I8: marks only move up, what was read has been received, and neither is further than the conversation in the end. */
export function checkMarks(
	seen: readonly MarksSeen[],
	headOf: (conversation: string) => number,
): Anomaly[] {
	const lasts = new Map<string, MarksSeen>();
	return seen.flatMap((marks) => {
		const { client, conversation, side, delivered, read } = marks;
		const key = `${client} ${conversation} ${side}`;
		const last = lasts.get(key) ?? { delivered: 0, read: 0 };
		lasts.set(key, marks);
		const found: Anomaly[] = [];
		const report = (name: Anomaly['name'], detail: string): void =>
			void found.push({ name, invariant: 'I8', surface: client, detail });
		const what = `${conversation} ${side} ${delivered}/${read}`;
		if (delivered < last.delivered || read < last.read)
			report('non-monotonic', `${what} after ${last.delivered}/${last.read}`);
		const head = headOf(conversation);
		if (read > delivered || delivered > head) report('ahead', `${what}, head ${head}`);
		return found;
	});
}
