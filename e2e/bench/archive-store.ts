import { join } from 'node:path';
import { collections } from '../../server/house.ts';
import type { Doc, DumpRow, IndexRow, Json, StoredEvent } from '../../server/ports/store.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import type { ClientId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { newFolder } from './arm.ts';
import { applyEvent, asConversationEvent, noConversation, summaryOf } from './domain.ts';
import { buildDir } from './setting.ts';

/* A store whose messages can be found, as if they had been talked over a year. */

export const archiveSite = 's_past' as SiteId;
/** Messages of one conversation. */
const perTalk = 10;
const wordsPerMessage = 14;
const vocabulary = 20_000;
const together = 500;
const day = 86_400_000;

export type ArchiveStore = Awaited<ReturnType<typeof openSqliteStore>>;

/** Numbers that look random and are the same in each run. */
export function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

/** The rank of a word tells how often it is said: the first are in every other message, the last in one of thousands. */
export const wordAt = (rank: number): string => `w${rank.toString(36)}x`;
export const sayWord = (random: () => number): string =>
	wordAt(Math.floor(vocabulary ** random()) - 1);

/** With so many messages; takes about a minute for a million. */
export async function archiveStore(messages: number): Promise<ArchiveStore> {
	const dataDir = newFolder(`archive-${messages}`);
	const writerPath = join(buildDir, 'server/writer.js');
	const startedAt = performance.now();
	const store = await openSqliteStore({ dataDir, writerPath, collections, sync: 'normal' });
	const random = numbers(1);
	const count = Math.ceil(messages / perTalk);
	let rows: DumpRow[] = [];
	let found: IndexRow[] = [];
	for (let index = 0; index < count; index += 1) {
		const talk = conversation(index, count, random);
		rows.push(...talk.rows);
		found.push(...talk.found);
		if (found.length < together && index < count - 1) continue;
		await store.load(rows);
		await store.index(found);
		[rows, found] = [[], []];
	}
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
	console.log(`stored ${messages.toLocaleString('en')} messages to search in, ${seconds} s`);
	return store;
}

function conversation(
	index: number,
	count: number,
	random: () => number,
): { rows: DumpRow[]; found: IndexRow[] } {
	const visitor = `v_past${String(index).padStart(15, '0')}` as VisitorId;
	const timeline = `${visitor}.1` as ConversationId;
	const openedAt = Math.floor(Date.now() - 365 * day + (index / count) * 364 * day);
	const events: StoredEvent[] = [];
	for (let seq = 1; seq <= perTalk + 1; seq += 1) {
		const isEnd = seq > perTalk;
		const text = Array.from({ length: wordsPerMessage }, () => sayWord(random)).join(' ');
		const open = { site: archiveSite, visitor, source: 'launcher' };
		const opening = seq === 1 ? { open, status: 'waiting' } : {};
		events.push({
			timeline,
			seq,
			vseq: seq,
			at: openedAt + seq * 20_000,
			type: isEnd ? 'ended' : 'message',
			audience: 'visitor',
			author: { kind: 'visitor', id: visitor },
			clientId: `past-${index}-${seq}` as ClientId,
			target: null,
			sinks: [],
			erasedAt: null,
			body: isEnd ? { by: 'visitor', reason: '' } : { text, ...opening },
		});
	}
	let state = noConversation(timeline);
	for (const event of events) state = applyEvent(state, asConversationEvent(event));
	const doc = { ...summaryOf(state), rev: 1 } as unknown as Doc & Readonly<Record<string, Json>>;
	return {
		rows: [
			...events.map((event) => ({ kind: 'event', event }) as const),
			{ kind: 'doc', collection: 'conversations', doc },
		],
		found: events.slice(0, perTalk).map(({ seq, at, body }) => ({
			timeline,
			seq,
			site: archiveSite,
			at,
			text: JSON.stringify(body['text']),
		})),
	};
}
