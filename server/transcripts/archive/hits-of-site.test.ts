import type { ClientId, SiteId, TimelineId } from '../../../shared/ids.ts';
import type { NewEvent, Store } from '../../ports/store.ts';
import { openHostileStore } from '../../stores/hostile/open-hostile-store.ts';
import { hitsOfSite } from './hits-of-site.ts';

const site = 's_here' as SiteId;
const visitor = { kind: 'visitor', id: 'v1' } as const;

/** Says these in one conversation, a second apart, and makes them findable. */
async function say(store: Store, timeline: TimelineId, at: number, texts: readonly string[]) {
	const events = texts.map((text, index) => event(index + 1, at, 'message', { text }));
	await store.append(timeline, 0, events);
	await store.index(
		events.map((each, index) => ({
			timeline,
			site,
			seq: index + 1,
			at: each.at,
			text: texts[index] ?? '',
		})),
	);
}

function event(
	seq: number,
	at: number,
	type: string,
	body: NewEvent['body'],
	target: number | null = null,
): NewEvent {
	return {
		vseq: seq,
		audience: 'visitor',
		at: at + seq * 1000,
		type,
		author: visitor,
		clientId: `client-${at}-${seq}` as ClientId,
		target,
		sinks: [],
		body,
	};
}

async function foundIn(store: Store, text: string): Promise<string[]> {
	const hits = hitsOfSite(store, site, text, { before: null, used: 0 });
	const found: string[] = [];
	for (let hit = await hits.peek(() => 250); hit !== null; hit = await hits.peek(() => 250)) {
		found.push(`${hit.conversation} ${hit.event.seq}: ${hit.snippet.text}`);
		hits.take();
	}
	return found;
}

describe('hits of a site', () => {
	let store: Store;
	beforeEach(async () => {
		({ store } = await openHostileStore({ collections: [] }));
	});
	afterEach(() => store.close());

	it('come newest first from conversations that are held at the same time', async () => {
		await say(store, 'v1.1' as TimelineId, 1_000_000, ['a parcel', 'no', 'my parcel']);
		await say(store, 'v2.1' as TimelineId, 1_000_500, ['the parcel', 'parcel']);
		expect(await foundIn(store, 'parcel')).toEqual([
			'v1.1 3: my parcel',
			'v2.1 2: parcel',
			'v2.1 1: the parcel',
			'v1.1 1: a parcel',
		]);
	});

	it('are all there of a conversation so long that it is read in parts', async () => {
		const texts = Array.from({ length: 200 }, (_, index) =>
			index % 9 === 0 ? `needle ${index + 1}` : 'hay',
		);
		await say(store, 'v1.1' as TimelineId, 1_000_000, texts);
		const wanted = texts.filter((text) => text !== 'hay').toReversed();
		expect((await foundIn(store, 'needle')).map((hit) => hit.split(': ')[1])).toEqual(wanted);
	});

	it('are without what was edited away or taken back, and only that', async () => {
		const timeline = 'v1.1' as TimelineId;
		await say(store, timeline, 1_000_000, ['secret one', 'secret two', 'secret three', 'secret']);
		await store.append(timeline, 4, [
			event(5, 1_000_000, 'edit', { text: 'put right' }, 1),
			event(6, 1_000_000, 'redaction', {}, 2),
			event(7, 1_000_000, 'edit', { text: 'still secret' }, 4),
		]);
		expect(await foundIn(store, 'secret')).toEqual([
			'v1.1 4: still secret',
			'v1.1 3: secret three',
		]);
	});
});
