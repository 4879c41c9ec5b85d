import { rebuildDerived } from '../backup/derived.ts';
import { removeStrayFiles } from '../backup/stray-files.ts';
import { erasableBlobs } from '../files/index.ts';
import { fillLine } from '../fill-line.ts';
import { cliExitCodes } from './exit-codes.ts';
import { createProgress, damageSteps, say } from './say.ts';
import type { Verb } from './verb.ts';

/** Makes everything that is derived anew from the timelines. */
export const repair: Verb = {
	usage: 'repair',
	summary: 'makes lists, search and what is owed to destinations anew',
	help: `Reads every conversation from its first event and makes anew what follows from them: the lists' summaries, what
reports count, the search index, what is owed to destinations and was forgotten, redactions that were not carried out, and
the slots of agents. Removes files that nothing named for a day. Then looks for damage that cannot be mended. Works while
the server runs: what is written meanwhile is taken into account. Ctrl-C does not stop it in a running server.`,
	async run({ house, print, running }) {
		const { store, blobs } = house;
		const { clock, timelines } = house.conversations;
		const progress = createProgress(print);
		const rebuilt = await rebuildDerived({
			store,
			blobs: erasableBlobs(store, blobs),
			clock,
			timelines,
			isIndexEmpty: false,
			progress: (done) =>
				progress.at(
					() => `${say.count(done.timelines, 'conversation')}, ${say.count(done.events, 'event')}`,
				),
		});
		print(
			`Read ${say.count(rebuilt.timelines, 'conversation')}, ${say.count(rebuilt.events, 'event')}.`,
		);
		print(`  summaries that were wrong or missing  ${rebuilt.summaries}`);
		print(`  rows of reports that were wrong        ${rebuilt.facts}`);
		print(`  texts put into the search index again ${rebuilt.indexed}`);
		print(`  redactions that were not carried out  ${rebuilt.erased}`);
		print(`  deliveries that were forgotten        ${await store.mendLanes()}`);
		// A running server has them in memory.
		if (!running) {
			const place = house.routing.fill;
			await fillLine({ store, sites: house.sites, place, read: timelines.state });
		}
		const slots = house.routing.compareSlots();
		await house.routing.settled();
		print(`  agents' slots that were wrong         ${slots}`);
		progress.at(() => 'files');
		const files = await removeStrayFiles(store, blobs, clock.now());
		print(
			`  files that nothing named              ${files.removed} (${say.bytes(files.removedBytes)})`,
		);
		for (const id of files.missing) {
			print(`  A message names the file ${id}, which is not there.`);
		}
		progress.at(() => 'looking for damage');
		const damage = [...new Set([...rebuilt.broken, ...(await store.check())])];
		for (const sentence of damage) print(`  ${sentence}`);
		if (damage.length === 0) {
			print(`All numbers are without holes, and the store is sound (${progress.elapsed()}).`);
			return 0;
		}
		print('This cannot be mended from what is there. Conversations go on all the same.');
		const { keep, restore } = damageSteps(house.config);
		print(
			`${running ? 'Stop the server, keep' : 'Keep'} ${keep}, then restore the last sound backup: ${restore}`,
		);
		return cliExitCodes.failed;
	},
};
