import type { PluginId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Collection, Doc, Json, Store } from '../ports/store.ts';

export interface InboxRow extends Doc {
	/** `<plugin>/<externalId>`: the same thing is stored once. */
	readonly id: string;
	readonly plugin: PluginId;
	readonly externalId: string;
	/** Items of one order are received one after the other. */
	readonly order: string;
	/** In which they came. */
	readonly n: number;
	/** Null once it is received or cancelled. */
	readonly body: Json;
	readonly state: 'waiting' | 'done' | 'cancelled' | 'parked';
	readonly dueAt: number;
	/** The process that receives it now. */
	readonly takenBy: string | null;
	readonly takenAt: number | null;
	readonly tries: number;
	/** Why it was not received; for people. */
	readonly problem: string | null;
	readonly doneAt: number | null;
}

export const inbox: Collection<InboxRow> = {
	name: 'inbox',
	indexes: {
		byDue: { fields: ['plugin', 'state', 'dueAt'] },
		byOrder: { fields: ['plugin', 'order', 'state', 'n'] },
		byNumber: { fields: ['plugin', 'n'] },
		byState: { fields: ['state', 'doneAt'] },
	},
};

/** How long a sender may repeat itself without being heard twice. */
const keepMs = 7 * 24 * 3_600_000;
const atATime = 500;

/** Removes what nobody will send again. Parked items stay until somebody decides. */
export async function sweepInbox(store: Store, clock: Clock): Promise<void> {
	for (const state of ['done', 'cancelled']) {
		const range = { lt: clock.now() - keepMs };
		const query = { index: 'byState', eq: { state }, range, limit: atATime };
		while ((await store.removeRange(inbox, query)) === atATime);
	}
}

export async function parkedItems(store: Store, limit: number): Promise<readonly InboxRow[]> {
	return (await store.find(inbox, { index: 'byState', eq: { state: 'parked' }, limit })).items;
}

const isParked = [{ field: 'state', op: 'eq', value: 'parked' }] as const;

/** Puts a parked item back to the front of its order. */
export async function retryItem(store: Store, clock: Clock, id: string): Promise<boolean> {
	const set = { state: 'waiting', dueAt: clock.now(), tries: 0 };
	return (await store.update(inbox, id, { set }, { if: isParked })) !== null;
}

export async function discardItem(store: Store, clock: Clock, id: string): Promise<boolean> {
	const set = { state: 'cancelled', doneAt: clock.now(), body: null };
	return (await store.update(inbox, id, { set }, { if: isParked })) !== null;
}
