import { createTimelines } from '../../../server/conversations/index.ts';
import { systemClock } from '../../../server/system/clock.ts';
import { createArchive } from '../../../server/transcripts/index.ts';
import {
	archiveSite,
	archiveStore,
	numbers,
	sayWord,
	wordAt,
	type ArchiveStore,
} from '../archive-store.ts';
import { percentile } from '../measure.ts';
import { figure, judge, printTable } from '../report.ts';
import { isQuick, storedCount } from '../setting.ts';

const searches = isQuick ? 100 : 400;

/** What people look for: words as often as they are said, rare ones, pairs, beginnings, and nothing but the newest. */
const kinds: Readonly<Record<string, (random: () => number) => string>> = {
	'one word': sayWord,
	'a rare word': (random) => wordAt(10_000 + Math.floor(random() * 10_000)),
	'two words': (random) => `${sayWord(random)} ${sayWord(random)}`,
	'a beginning': (random) => sayWord(random).slice(0, 3),
	'no words': () => '',
};

/** A page of the archive as consoles ask for it, without the network: hits, snippets, rows. */
export async function archive(): Promise<void> {
	console.log('');
	const few = Math.round(storedCount / 10);
	const sizes = new Map<number, Map<string, number[]>>();
	for (const size of [few, storedCount]) {
		const store = await archiveStore(size);
		sizes.set(size, await measure(store));
		await store.close();
	}
	const times = (size: number, kind: string): number[] => sizes.get(size)?.get(kind) ?? [];
	const all = (size: number): number[] => [...(sizes.get(size)?.values() ?? [])].flat();
	console.log(`\nArchive, newest 20 conversations, ${searches} searches of each kind, ms`);
	printTable(
		['search', `${figure(few)}: p50`, 'p95', `${figure(storedCount)}: p50`, 'p95', 'most', 'x p95'],
		Object.keys(kinds).map((kind) => {
			const [small, large] = [times(few, kind), times(storedCount, kind)];
			return [
				kind,
				figure(percentile(small, 0.5)),
				figure(percentile(small, 0.95)),
				figure(percentile(large, 0.5)),
				figure(percentile(large, 0.95)),
				figure(Math.max(...large)),
				figure(percentile(large, 0.95) / percentile(small, 0.95)),
			];
		}),
	);
	const [small, large] = [all(few), all(storedCount)];
	judge({
		what: `archive page of ${figure(storedCount)} messages, p95`,
		value: percentile(large, 0.95),
		goal: { most: 25 },
		unit: 'ms',
	});
	judge({
		what: 'archive page, longest',
		value: Math.max(...large),
		goal: { most: 250 },
		unit: 'ms',
	});
	judge({
		what: 'archive page, ten times the messages, p95',
		value: percentile(large, 0.95) / percentile(small, 0.95),
		goal: { most: 2 },
		unit: `x ${figure(few)}`,
	});
}

async function measure(store: ArchiveStore): Promise<Map<string, number[]>> {
	const timelines = createTimelines({ store, bus: { publish: () => {} }, owe: () => [] });
	const found = createArchive({
		store,
		timelines,
		clock: systemClock,
		nameOf: () => '',
		visitorNames: () => Promise.resolve(new Map()),
		ticketsOf: () => Promise.resolve([]),
	});
	const random = numbers(2);
	const times = new Map<string, number[]>(Object.keys(kinds).map((kind) => [kind, []]));
	// The kinds in turn, so that what slows a moment slows them all; the first round warms up.
	for (let round = -20; round < searches; round += 1) {
		for (const [kind, wordsOf] of Object.entries(kinds)) {
			const filter = { text: wordsOf(random), sites: [archiveSite] };
			const startedAt = performance.now();
			await found.page(filter, null);
			if (round >= 0) times.get(kind)?.push(performance.now() - startedAt);
		}
	}
	return times;
}
