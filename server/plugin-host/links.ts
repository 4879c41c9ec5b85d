import type { SinkId, TimelineId } from '../../shared/ids.ts';
import type { LinkStore } from '../../shared/plugin/host.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Store } from '../ports/store.ts';

/** What a destination calls a timeline or an event of it. Never changes. */
export interface Link extends Doc {
	/** `<sink>/<timeline>` or `<sink>/<timeline>/<seq>`. */
	readonly id: string;
	readonly sink: SinkId;
	readonly timeline: TimelineId;
	/** Null: the timeline itself. */
	readonly seq: number | null;
	readonly externalId: string;
	/** `<sink> <externalId>`, which leads back here; null when it leads to an earlier event that shares the name. */
	readonly back: string | null;
}
export const links: Collection<Link> = {
	name: 'links',
	indexes: {
		byBack: { fields: ['back'], unique: true },
		// All of them, for a backup: those that lead nowhere back are not in the other.
		bySink: { fields: ['sink', 'timeline'] },
	},
};

const linkId = (sink: SinkId, timeline: TimelineId, seq: number | null): string =>
	seq === null ? `${sink}/${timeline}` : `${sink}/${timeline}/${seq}`;
const backOf = (sink: SinkId, externalId: string): string => `${sink} ${externalId}`;

/** Links of all sinks; what a plugin gets is held to its own (`onlyOwn`). */
export function createLinks(store: Store): LinkStore {
	async function link(
		sink: SinkId,
		timeline: TimelineId,
		seq: number | null,
		externalId: string,
	): Promise<string> {
		const doc = { id: linkId(sink, timeline, seq), sink, timeline, seq, externalId };
		try {
			await store.insert(links, { ...doc, back: backOf(sink, externalId) });
			return externalId;
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
		const standing = await store.get(links, doc.id);
		if (standing !== null) return standing.externalId;
		const other = await find(sink, externalId);
		if (other !== null && other.timeline !== timeline) {
			throw new Error(
				`${sink} uses the name ${externalId} for the timeline ${other.timeline} already.`,
			);
		}
		// Several events in one post: all are called by its name, and the name leads to the first.
		try {
			await store.insert(links, { ...doc, back: null });
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
		}
		return externalId;
	}

	async function find(sink: SinkId, externalId: string) {
		const eq = { back: backOf(sink, externalId) };
		const { items } = await store.find(links, { index: 'byBack', eq, limit: 1 });
		const [found] = items;
		return found === undefined ? null : { timeline: found.timeline, seq: found.seq };
	}

	return {
		link,
		find,
		/** An event that came in through the sink carries its name itself, so that no crash can part them. */
		async externalId(sink, timeline, seq) {
			const found = await store.get(links, linkId(sink, timeline, seq));
			if (found !== null || seq === null) return found?.externalId ?? null;
			const via = (await store.event(timeline, seq))?.author.via;
			return via?.sink === sink ? via.externalId : null;
		},
	};
}

export function onlyOwn(all: LinkStore, check: (sink: SinkId) => void): LinkStore {
	return {
		async link(sink, timeline, seq, externalId) {
			check(sink);
			return all.link(sink, timeline, seq, externalId);
		},
		async externalId(sink, timeline, seq) {
			check(sink);
			return all.externalId(sink, timeline, seq);
		},
		async find(sink, externalId) {
			check(sink);
			return all.find(sink, externalId);
		},
	};
}
