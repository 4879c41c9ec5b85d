import type { Talk } from './history.ts';

/** One event as a surface shows it. */
export interface Seen {
	readonly conversation: string;
	/** Null where the surface does not show it, or, for vseq, where the visitor does not see the event. */
	readonly seq: number | null;
	readonly vseq: number | null;
	readonly clientId: string | null;
	/** Null: an event that says nothing, such as an assignment. */
	readonly text: string | null;
	readonly internal: boolean;
	/** A delivery's own id, the same at each try. */
	readonly delivery?: string;
}

/** A place where people or programs read conversations. Read once, when everything has settled. */
export interface Surface {
	readonly name: string;
	/** The number that is dense here. */
	readonly numbers: 'seq' | 'vseq';
	/** True: for visitors' eyes, so no internal event may be here. */
	readonly isPublic: boolean;
	/** True: deliveries may come again (a crash repeats the batch in flight), under the same id and with the same content. */
	readonly repeats: boolean;
	/** Whether this surface must show what was said in this talk. */
	holds(talk: Talk): boolean;
	/** In the order in which the surface shows or got them; events of several conversations may be mixed. */
	read(): Promise<readonly Seen[]>;
}

/** What was wrong, where, with enough to find it. Names as Maelstrom and Jepsen have them where they have one. */
export interface Anomaly {
	readonly name: AnomalyName;
	readonly invariant: 'I1' | 'I2' | 'I3' | 'I4' | 'I5' | 'I6' | 'I7' | 'I8' | 'I10';
	readonly surface: string;
	readonly detail: string;
}

export type AnomalyName =
	/** Acknowledged and not there. */
	| 'lost write'
	/** There more than once. */
	| 'duplicate'
	/** There, though the server had refused it. */
	| 'aborted read'
	/** There, though nobody sent it. */
	| 'phantom'
	/** There with another text, or a delivery whose repetition differs. */
	| 'corrupt'
	/** Shown before what stands before it. */
	| 'reorder'
	/** A number between two others is missing. */
	| 'gap'
	/** Two surfaces disagree about what has a number, or the acknowledgement named another one. */
	| 'fork'
	/** Of unknown outcome, and there on one surface only. */
	| 'divergent'
	/** Internal, and shown to a visitor. */
	| 'leak'
	/** Said in one talk and shown in another. */
	| 'crosstalk'
	/** A client held less than before. */
	| 'non-monotonic'
	/** A mark is further than the conversation, or read is further than received. */
	| 'ahead'
	/** Its author is still there, and it is neither acknowledged nor refused. */
	| 'stuck'
	/** Owed and neither delivered nor parked. */
	| 'undelivered'
	/** Delivered or parked though it was not owed, or both. */
	| 'unowed';
