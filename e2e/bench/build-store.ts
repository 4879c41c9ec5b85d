import { resolve } from 'node:path';
import { applyEvent, asConversationEvent, noConversation, summaryOf } from './domain.ts';
import { collections } from '../../server/house.ts';
import type { Doc, DumpRow, Json, StoredEvent } from '../../server/ports/store.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import type { ClientId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';

/* Fills a data folder with quiet conversations, each with one message and its end, as a restore would. */

const [dataDir = '', wanted = ''] = process.argv.slice(2);
const count = Number(wanted);
process.on('disconnect', () => process.exit(1));
const writerPath = resolve('build/server/writer.js');
const words =
	'parcel late monday thursday refund size order blue invoice address change return'.split(' ');
const day = 86_400_000;

// Without indexes first: they are made in one go below.
const bare = await openSqliteStore({ dataDir, writerPath, collections: [], sync: 'normal' });
for (let from = 0; from < count; from += 2000) {
	const rows: DumpRow[] = [];
	for (let i = from; i < Math.min(count, from + 2000); i += 1) rows.push(...conversation(i));
	await bare.load(rows);
}
await bare.close();
const whole = await openSqliteStore({ dataDir, writerPath, collections, sync: 'normal' });
await whole.close();
process.exit(0);

function conversation(index: number): DumpRow[] {
	const site = 's_past' as SiteId;
	const visitor = `v_past${String(index).padStart(15, '0')}` as VisitorId;
	const timeline = `${visitor}.1` as ConversationId;
	const at = Date.now() - 365 * day + (index / count) * 364 * day;
	const text = Array.from(
		{ length: 18 },
		(_, word) => words[(index * 7 + word * 5) % words.length],
	).join(' ');
	const common = {
		timeline,
		at: Math.floor(at),
		target: null,
		sinks: [],
		erasedAt: null,
		audience: 'visitor' as const,
	};
	const author = { kind: 'visitor' as const, id: visitor };
	const clientId = `past-${index}` as ClientId;
	const open = { site, visitor, source: 'launcher' };
	const events: StoredEvent[] = [
		{
			...common,
			seq: 1,
			vseq: 1,
			type: 'message',
			author,
			clientId,
			body: { text, open, status: 'waiting' },
		},
		{
			...common,
			seq: 2,
			vseq: 2,
			type: 'ended',
			author,
			clientId: `${clientId}-end` as ClientId,
			body: { by: 'visitor', reason: '' },
		},
	];
	let state = noConversation(timeline);
	for (const event of events) state = applyEvent(state, asConversationEvent(event));
	const summary = summaryOf(state);
	const doc = { ...summary, rev: 1 } as unknown as Doc & Readonly<Record<string, Json>>;
	return [
		...events.map((event) => ({ kind: 'event', event }) as const),
		{ kind: 'doc', collection: 'conversations', doc },
	];
}
