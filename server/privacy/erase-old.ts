import type { SiteId } from '../../shared/ids.ts';
import { eraseConversation, stateOf, summaries, type Summary } from '../conversations/index.ts';
import type { Page } from '../ports/store.ts';
import type { Site } from '../sites/index.ts';
import { keptCollection } from './documents.ts';
import { forgetPerson, idsOf, type ForgetDeps } from './forget-person.ts';

const batch = 20;

/**
 * Erases what was said in conversations of this site that ended longer ago than it keeps them, and who has not come back since is
 * forgotten altogether. Goes on where it stopped. Says how many conversations.
 */
export async function eraseOld(deps: ForgetDeps, { id, settings }: Site): Promise<number> {
	const { keepMonths } = settings.privacy;
	if (keepMonths === null) return 0;
	const { store, erase } = deps;
	const before = monthsAgo(erase.clock.now(), keepMonths);
	const { through = 0, done = 0 } = (await store.get(keptCollection, id)) ?? {};
	// One that still runs may end long after its last word: the next round begins there again.
	const open = await oldestOpen(deps, id);
	const reached = (at: number) =>
		store.put(keptCollection, {
			id,
			through: Math.max(through, Math.min(at, open)),
			done: Math.max(done, at),
		});
	let count = 0;
	let after: Page<Summary>['next'] = null;
	for (;;) {
		const page: Page<Summary> = await store.find(summaries, {
			index: 'bySiteStatus',
			eq: { site: id, status: 'ended' },
			range: { gte: through, lt: before },
			limit: batch,
			...(after === null ? {} : { after }),
		});
		for (const summary of page.items) {
			if (summary.lastAt < done && (await isErased(deps, summary))) continue;
			await eraseConversation(erase, summary.id);
			if (!(await cameSince(deps, summary, before))) await forgetPerson(deps, summary.visitor);
			count += 1;
		}
		after = page.next;
		if (after === null) break;
		// What a crash interrupts is looked at again.
		await reached(page.items.at(-1)?.lastAt ?? through);
	}
	if (before > done || open > through) await reached(before);
	return count;
}

/** When somebody last spoke in the oldest conversation that has not ended; infinite: there is none. */
async function oldestOpen({ store }: ForgetDeps, site: SiteId): Promise<number> {
	const pages = await Promise.all(
		['waiting', 'pending', 'active'].map((status) =>
			store.find(summaries, { index: 'bySiteStatus', eq: { site, status }, limit: 1 }),
		),
	);
	return Math.min(...pages.flatMap(({ items }) => items.map(({ lastAt }) => lastAt)));
}

/** In an earlier round. Taking back one message never blanks the last event, which is the taking back itself. */
async function isErased({ store }: ForgetDeps, summary: Summary): Promise<boolean> {
	if (stateOf(summary).preview !== null && stateOf(summary).preview?.text !== '') return false;
	const { events } = await store.page(summary.id, { newest: true, limit: 1 });
	return events.every(({ erasedAt }) => erasedAt !== null);
}

/** The same person has talked since then, or talks now. */
async function cameSince(
	{ store }: ForgetDeps,
	{ visitor }: Summary,
	before: number,
): Promise<boolean> {
	for (const id of await idsOf(store, visitor)) {
		const { items } = await store.find(summaries, {
			index: 'byVisitor',
			eq: { visitor: id },
			direction: -1,
			limit: 1,
		});
		const [newest] = items;
		if (newest !== undefined && (newest.lastAt >= before || newest.status !== 'ended')) return true;
	}
	return false;
}

/** The same day and time so many months ago, or the month's last day. In UTC: to the day is exact enough for months. */
function monthsAgo(now: number, months: number): number {
	const date = new Date(now);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() - months);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.getTime();
}
