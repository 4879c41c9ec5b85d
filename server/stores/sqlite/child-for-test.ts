import type { TimelineId } from '../../../shared/ids.ts';
import { tryLock } from './lock.ts';
import { aMessage, aSink } from './message-for-test.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { StoreStartError } from '../start-error.ts';

/*
 * A process of its own on a data folder, for tests of what happens between two processes and at the death of one:
 *   open     opens the store, says "open", or the code of the start error
 *   lock     says "free" or "taken"
 *   append   appends to eight timelines at once for ever; says "<timeline> <seq>" for each acknowledged event
 */
const [writerPath = '', dataDir = '', task] = process.argv.slice(2);

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

async function appendForEver(): Promise<void> {
	const store = await openSqliteStore({ dataDir, writerPath, collections: [] });
	await Promise.all(
		Array.from({ length: 8 }, async (_, i) => {
			const timeline = `v${i}.1` as TimelineId;
			for (let { seq } = await store.head(timeline); ; seq += 1) {
				await store.append(timeline, seq, [aMessage(seq + 1, { sinks: [aSink] })]);
				say(`${timeline} ${seq + 1}`);
			}
		}),
	);
}

if (task === 'lock') {
	const release = await tryLock(dataDir);
	say(release === null ? 'taken' : 'free');
	release?.();
} else if (task === 'append') {
	await appendForEver();
} else {
	try {
		await openSqliteStore({ dataDir, writerPath, collections: [] });
		say('open');
	} catch (error) {
		say(error instanceof StoreStartError ? error.code : String(error));
	}
}
