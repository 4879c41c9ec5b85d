import type { AgentId, ConversationId } from '../../shared/ids.ts';
import type { Collection, Doc } from '../ports/store.ts';
import type { Concern } from './decide-push.ts';

/** The server's own key towards push services. */
export interface PushKeys extends Doc {
	readonly id: 'vapid';
	readonly publicKey: string;
	/** Encrypted under the server's data key. */
	readonly secret: string;
}
export const pushKeysCollection: Collection<PushKeys> = { name: 'push_keys', indexes: {} };

/** A browser that may be pushed to; ends with the session in which it was asked for. */
export interface Subscription extends Doc {
	/** Hash of the endpoint. */
	readonly id: string;
	readonly agent: AgentId;
	/** The session's id. */
	readonly session: string;
	/** Where the browser's push service takes it. Whoever has it can send nothing without our key. */
	readonly endpoint: string;
	readonly p256dh: string;
	readonly auth: string;
	/** Of the server, for which the browser subscribed. */
	readonly publicKey: string;
	readonly createdAt: number;
	readonly expiresAt: number;
}
export const subscriptionsCollection: Collection<Subscription> = {
	name: 'push_subscriptions',
	indexes: {
		byAgent: { fields: ['agent', 'createdAt'] },
		bySession: { fields: ['session'] },
		byExpiry: { fields: ['expiresAt'] },
	},
};

/** What one agent is to be told about one conversation: the last event of each kind, and up to which one it was told. */
export type Owed = Doc &
	Readonly<Record<Concern, number>> & {
		/** `<agent>:<conversation>` */
		readonly id: string;
		readonly agent: AgentId;
		readonly conversation: ConversationId;
		/** Nothing up to this seq is told any more. */
		readonly told: number;
		/** When something was sent last; 0: never. */
		readonly toldAt: number;
		readonly expiresAt: number;
	};
export const owedCollection: Collection<Owed> = {
	name: 'push_owed',
	indexes: { byExpiry: { fields: ['expiresAt'] } },
};

export const pushCollections = [pushKeysCollection, subscriptionsCollection, owedCollection];
