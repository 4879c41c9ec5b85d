import type { Store } from '../../ports/store.ts';
import type { Command } from '../commands.ts';
import { summaries } from '../summaries.ts';
import { conversation, id, noon, opening } from './commands.ts';
import type { Node } from './nodes.ts';
import { vera } from './people.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';

type Append = Store['append'];

export const post = (text: string, clientId = text): Command & { kind: 'post' } => ({
	kind: 'post',
	by: vera,
	text,
	opening,
	clientId: id(clientId),
	at: noon,
});
export const claim = (by: Command['by'], clientId = `claim ${by.id}`): Command => ({
	kind: 'claim',
	by,
	clientId: id(clientId),
	at: noon,
});
export const send = ({ timelines }: Node, command: Command) =>
	timelines.submit(conversation, command);

/** A store in memory whose `append` goes through the given one. */
export async function storeWith(append: (real: Append) => Append): Promise<Store> {
	const { store } = await openHostileStore({ collections: [summaries] });
	return { ...store, append: append(store.append), epoch: store.epoch };
}
export const plainStore = (): Promise<Store> => storeWith((real) => real);

/** Holds every answer of `append` back until it is let go. */
export async function heldStore(): Promise<{
	store: Store;
	letGo: () => void;
	sent: Promise<void>;
}> {
	let letGo = (): void => undefined;
	let isSent = (): void => undefined;
	const gate = new Promise<void>((open) => (letGo = open));
	const sent = new Promise<void>((open) => (isSent = open));
	const store = await storeWith((real) => async (timeline, after, events) => {
		const answers = await real(timeline, after, events);
		isSent();
		await gate;
		return answers;
	});
	return { store, letGo: () => letGo(), sent };
}
