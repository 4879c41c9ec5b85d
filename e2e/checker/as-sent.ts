import type { History } from './history.ts';
import type { Seen, Surface } from './surface.ts';

/**
 * Surfaces read what was taken back at different times: some have the text still, some find it erased. Gives each erased text back
 * as it was sent, by the number that it has in the store, so that numbers and order can be compared all the same.
 */
export async function asSent(
	store: Surface,
	history: History,
): Promise<(surface: Surface) => Surface> {
	const texts = new Map(history.commands.map(({ clientId, text }) => [clientId, text]));
	const sent = new Map<string, string>();
	for (const event of await store.read()) {
		const text = event.text === '' ? texts.get(event.clientId ?? '') : event.text;
		if (typeof text !== 'string') continue;
		sent.set(`${event.conversation} seq ${event.seq}`, text);
		if (event.vseq !== null) sent.set(`${event.conversation} vseq ${event.vseq}`, text);
	}
	return (surface) => {
		const keyOf = (event: Seen): string =>
			`${event.conversation} ${surface.numbers} ${event[surface.numbers]}`;
		return {
			...surface,
			read: async () =>
				(await surface.read()).map((event) =>
					event.text === '' ? { ...event, text: sent.get(keyOf(event)) ?? '' } : event,
				),
		};
	};
}
