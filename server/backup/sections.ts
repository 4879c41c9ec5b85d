import { summaries } from '../conversations/index.ts';
import { parked } from '../lanes/index.ts';
import { inbox } from '../plugin-host/inbox-row.ts';
import { links } from '../plugin-host/links.ts';
import type { Collection, Doc, Query } from '../ports/store.ts';
import { factsCollection } from '../reports/index.ts';
import { codesCollection, sessionsCollection } from '../routing/index.ts';
import { timers } from '../timers/index.ts';

/*
 * A backup is read while the server works, so it is no single moment. The order in which its parts are read decides what a
 * restored copy can lack, and each part is read on the side where it lacks nothing that was acknowledged:
 *
 *     early docs  waiting work that becomes events. Read after the events, a timer could have fired meanwhile: gone from
 *                 its collection, and its event not among those that were read. Read before, it fires once more, and
 *                 whoever handles it is idempotent.
 *     events      each timeline from its first event on: a prefix without holes, with all that was there at the start.
 *     docs, lanes what a lane has delivered since the events were read is not owed any more; what is in the events and
 *                 not delivered is. The other way round an event could come without its debt. Lanes that went further
 *                 than the events are cut back when they are loaded.
 *     late docs   what a delivery leaves behind (the name that the destination gave, or the parked item) is written
 *                 before its lane moves on, so it is read after the lanes.
 *     blobs       a file is stored before an event names it, so the list is made after the events.
 */

export interface Section {
	readonly collection: Collection<Doc>;
	readonly query: Omit<Query, 'limit' | 'after'>;
}

export const earlySections: readonly Section[] = [
	{ collection: timers, query: { index: 'byKind' } },
	{ collection: inbox, query: { index: 'byState', eq: { state: 'waiting' } } },
];

export const lateSections: readonly Section[] = [
	{ collection: links, query: { index: 'bySink' } },
	{ collection: parked, query: { index: 'byTime' } },
];

/** Made from the timelines by each store for itself: differences say nothing. */
export const derivedNames: ReadonlySet<string> = new Set([summaries.name, factsCollection.name]);

/**
 * Not in a backup: summaries are made anew from the timelines, and may be ahead of the events that were read. Sessions and
 * one-time links must not come back to life after they were ended or used.
 */
export const omitted: ReadonlySet<string> = new Set([
	summaries.name,
	sessionsCollection.name,
	codesCollection.name,
]);
