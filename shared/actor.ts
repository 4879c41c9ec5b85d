import type { SinkId } from './ids.ts';

/** Who did it. A bot answers by itself; system is Parley's own act, such as an end after idling. */
export type ActorKind = 'visitor' | 'agent' | 'bot' | 'system';

export interface Actor {
	readonly kind: ActorKind;
	readonly id: string;
	/** Through which sink it came in; that sink is never owed the event, and this is its link to it. */
	readonly via?: { readonly sink: SinkId; readonly externalId: string };
}
