import type { OpenSocket, SocketEvents } from '../../shared/client/parts.ts';
import type { Frame } from './node-parts.ts';

export interface Oddity {
	readonly random: () => number;
	/** Of all messages, in parts of one, for each kind. */
	rate: number;
	readonly counts: { duplicates: number; late: number; resent: number };
}

/** What has a number or an id, so that it may come at any time and as often as it likes. */
const numbered = new Set(['event', 'events', 'ack']);
const latestMs = 1500;

/**
 * A socket on which messages come twice, numbered frames come once more after newer ones, the last word of a lost connection comes
 * when there is a new one, and what the client says goes out twice.
 */
export const oddSocket =
	(open: OpenSocket, odd: Oddity): OpenSocket =>
	(events) => {
		const isOdd = (): boolean => odd.random() < odd.rate;
		let late: string | null = null;
		let last: string | null = null;
		const heard: SocketEvents = {
			onOpen: () => events.onOpen(),
			onMessage(text) {
				events.onMessage(text);
				if (late !== null) {
					events.onMessage(late);
					odd.counts.late += 1;
					late = null;
				}
				const frames = JSON.parse(text) as Frame[];
				if (frames.length === 0 || frames.some(({ type }) => isGreeting(type))) return;
				last = text;
				if (isOdd()) {
					events.onMessage(text);
					odd.counts.duplicates += 1;
				}
				if (!isOdd()) return;
				const again = frames.filter(({ type }) => numbered.has(type));
				if (again.length > 0) late = JSON.stringify(again);
			},
			onClose(code) {
				events.onClose(code);
				lastWord();
			},
		};
		const lastWord = (): void => {
			const text = last;
			last = null;
			if (text === null || odd.rate === 0) return;
			setTimeout(() => {
				odd.counts.late += 1;
				events.onMessage(text);
			}, odd.random() * latestMs).unref();
		};
		const socket = open(heard);
		return {
			send(text) {
				socket.send(text);
				if ((JSON.parse(text) as Frame[]).some(({ type }) => isGreeting(type)) || !isOdd()) return;
				odd.counts.resent += 1;
				socket.send(text);
			},
			close() {
				socket.close();
				lastWord();
			},
		};
	};

const isGreeting = (type: string): boolean => type === 'hello' || type === 'bye';
