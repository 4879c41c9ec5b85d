import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { sessionsCollection } from '../../routing/index.ts';
import { timers } from '../../timers/index.ts';
import { summaries } from '../../conversations/index.ts';
import { factsCollection } from '../../reports/index.ts';
import { sitesCollection } from '../../sites/index.ts';
import { filesCollection } from '../../files/index.ts';
import type { DumpRow, Json, NewEvent } from '../../ports/store.ts';
import { contractCollections, people } from '../../stores/contract/collections.ts';
import { append, decidedAt, later, message, note } from '../../stores/contract/samples.ts';
import { below, type Random } from '../../stores/hostile/random.ts';
import { unfinishedCopies } from '../unfinished.ts';
import { bytesOf, type Pair } from './stores.ts';

export const randomCollections = [
	...contractCollections,
	sessionsCollection,
	timers,
	summaries,
	factsCollection,
	sitesCollection,
	filesCollection,
	unfinishedCopies,
];
const sinks = ['slack:T1', 'hook:2', 'derived'] as SinkId[];

/** Fills a store with anything that there may be: timelines, debts half delivered, erased bodies, odd documents, files. */
export async function fillAtRandom(pair: Pair, random: Random): Promise<void> {
	const { store, blobs } = pair;
	const pick = <T>(list: readonly T[]): T => list[below(random, list.length)] as T;
	const some = <T>(list: readonly T[]): T[] => list.filter(() => random() < 0.4);
	const text = (): string => pick(texts) + below(random, 1000);

	const timelines = Array.from({ length: 3 + below(random, 12) }, (_, n) =>
		random() < 0.2 ? `odd 'name' ${n} ${text()}` : `v_random${n}.1`,
	) as TimelineId[];
	for (const timeline of timelines) {
		let vseq = 0;
		const events = Array.from({ length: 1 + below(random, 14) }, (_, n): NewEvent => {
			const parts: Partial<NewEvent> = {
				sinks: some(sinks),
				at: decidedAt + below(random, 1e6),
				body: { text: text(), [text()]: oddJson(random, 3) },
				clientId: random() < 0.3 ? null : (`c ${n} ${text()}` as never),
			};
			if (random() < 0.3) return note(parts);
			vseq += 1;
			const target = n > 0 && random() < 0.3 ? 1 + below(random, n) : null;
			const type = target === null ? 'message' : pick(['edit', 'redaction']);
			return message(vseq, { ...parts, target, type });
		});
		await append(store, timeline, ...events);
		for (const sink of some(sinks)) {
			const lane = await store.lease(sink, timeline, later, later);
			if (lane === null) continue;
			const cursor = below(random, events.length + 1);
			const problem = random() < 0.5 ? null : text();
			await store.settle(lane, { cursor, dueAt: later + 9, tries: below(random, 4), problem });
		}
		if (random() < 0.2) await store.rewind(pick(sinks), timeline, 1 + below(random, 5));
		if (random() < 0.3) await store.erase(timeline, [{ seq: 1, body: { left: 1 } }], later);
	}

	for (let n = 0; n < 20; n += 1) {
		const id = `p${n} ${text()}`;
		const email = random() < 0.3 ? null : `${n}@example.org`;
		await store.insert(people, { id, site: 's', number: n, email, name: text(), extra: odd() });
		if (random() < 0.3) await store.update(people, id, { inc: { load: 2 }, unset: ['name'] });
	}
	const rows: DumpRow[] = Array.from({ length: 10 }, (_, n) => ({
		kind: 'doc',
		collection: n === 0 ? 'not_installed' : pick(['not_installed', 'sessions', 'timers']),
		doc: { id: `x${n}`, rev: 1 + below(random, 9), content: odd(), dueAt: n, kind: 'k' },
	}));
	await store.load(rows);
	for (let n = 0; n < below(random, 6); n += 1) {
		const part = Buffer.alloc(below(random, 90_000), text());
		await blobs.put(bytesOf(part, part, text()), 1e6);
	}

	function odd(): Json {
		return oddJson(random, 3);
	}
}

const texts = ['', 'plain ', 'Ünï\u2028"\\ ', 'a\u0000b', '👩🏽‍🚒', '$set', 'a.b.', '__proto__'];

function oddJson(random: Random, depth: number): Json {
	const kind = below(random, depth > 0 ? 7 : 5);
	const text = (): string => texts[below(random, texts.length)] ?? '';
	if (kind === 0) return null;
	if (kind === 1) return random() < 0.5;
	if (kind === 2) return (random() - 0.5) * 10 ** below(random, 18);
	if (kind <= 4) return text();
	const items = Array.from({ length: below(random, 4) }, () => oddJson(random, depth - 1));
	return kind === 5 ? items : Object.fromEntries(items.map((item, n) => [`${text()}${n}`, item]));
}
