/*
 * How far this agent has read each conversation, in this browser: where the view opens the next time. The server knows it for the
 * visitor's ticks only, and there by the visitor's numbers.
 */
const place = (agent: string): string => `parley:read:${agent}`;
/** Older ones are forgotten: their view opens at the end. */
const mostKept = 500;

export function readTo(agent: string, conversation: string): number | null {
	return load(agent).get(conversation) ?? null;
}

export function rememberRead(agent: string, conversation: string, seq: number): void {
	const marks = load(agent);
	if ((marks.get(conversation) ?? 0) >= seq) return;
	// The last one is the latest, whatever was there.
	marks.delete(conversation);
	marks.set(conversation, seq);
	const kept = [...marks].slice(-mostKept);
	try {
		localStorage.setItem(place(agent), JSON.stringify(kept));
	} catch {
		// Kept for this page only: the view opens at the end the next time.
	}
}

function load(agent: string): Map<string, number> {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(place(agent)) ?? '[]');
		return new Map(Array.isArray(kept) ? (kept as [string, number][]) : []);
	} catch {
		return new Map();
	}
}
