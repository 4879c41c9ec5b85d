import { join } from 'node:path';
import { loadDriver, type Connection } from './driver.ts';
import { configureReader } from './schema.ts';

/** What is the same for every one of a thousand pages is said so often and no more. */
const mostFindings = 50;

/** Looks at every page and every event; runs in a thread of its own, beside a store that is in use. */
export async function check(dataDir: string): Promise<string[]> {
	const open = await loadDriver();
	const findings: string[] = [];
	try {
		const db = open(join(dataDir, 'parley.db'), 'read');
		try {
			configureReader(db);
			for (const [finding] of db.rows(`PRAGMA integrity_check(${mostFindings})`)) {
				if (finding !== 'ok') findings.push(`The database file is damaged: ${finding}.`);
			}
			findings.push(...numbering(db), ...lanes(db));
		} finally {
			db.close();
		}
	} catch (error) {
		findings.push(`The database file is damaged and cannot be read to its end (${String(error)}).`);
	}
	return findings.slice(0, mostFindings);
}

/** Both numbers of every timeline must count from 1 without a hole. One pass in the order of the index. */
function numbering(db: Connection): string[] {
	const findings: string[] = [];
	let timeline = null;
	let seq = 0;
	let vseq = 0;
	let isSound = true;
	for (const [id, foundSeq, v] of db.each(
		'SELECT timeline, seq, v FROM events INDEXED BY events_seq ORDER BY timeline, seq',
	)) {
		if (id !== timeline) {
			[timeline, seq, vseq, isSound] = [id ?? null, 0, 0, true];
		}
		if (!isSound) continue; // one sentence for each timeline
		seq += 1;
		const expected = Number(v) > 0 ? vseq + 1 : -vseq;
		if (foundSeq !== seq || v !== expected) {
			isSound = false;
			const name = db.value('SELECT id FROM timelines WHERE n = ?', timeline);
			const what = foundSeq === seq ? `vseq ${Math.abs(Number(v))}` : `seq ${foundSeq}`;
			const wanted = foundSeq === seq ? Math.abs(expected) : seq;
			findings.push(`Timeline ${name}: ${what} stands where ${wanted} should.`);
			if (findings.length >= mostFindings) break;
		}
		vseq = Math.abs(expected);
	}
	return findings;
}

function lanes(db: Connection): string[] {
	return db
		.rows(
			`SELECT l.sink, ifnull(t.id, l.timeline) FROM lanes l LEFT JOIN timelines t ON t.n = l.timeline
			WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.timeline = l.timeline AND e.seq = l.owed)
			LIMIT ${mostFindings}`,
		)
		.map(([sink, id]) => `The lane of ${sink} over ${id} owes an event that does not exist.`);
}
