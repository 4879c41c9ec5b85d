import type { SinkId, TimelineId } from '../../../shared/ids.ts';
import { brokenNumbers } from '../../backup/numbering.ts';
import { summaries } from '../../conversations/index.ts';
import { sayOthers } from '../../announcement.ts';
import type { Config } from '../../config.ts';
import type { House } from '../../house.ts';
import { parked, sinkPauses } from '../../lanes/index.ts';
import type { Store, StoredEvent } from '../../ports/store.ts';
import { damageSteps, say } from '../say.ts';
import { sayAway } from '../store-away.ts';
import { fault, ok, warning, type Finding } from './finding.ts';

function damageCure(config: Config): string {
	const { keep, restore } = damageSteps(config);
	return `Stop the server, keep ${keep}, and run parley repair; what that cannot mend comes back with ${restore}.`;
}

/** When the store takes no writes. */
const cures: Readonly<Record<string, string>> = {
	disk_full: 'Make room on the disk; it goes on by itself.',
};

/** Nothing more can be said of the data then. */
export const awayFault = (storeUrl: string): Finding =>
	fault(
		`${sayAway(storeUrl)} Nothing is stored or read meanwhile, and nothing that was acknowledged is lost.`,
		'See that MongoDB runs, has a primary (rs.status() in mongosh) and can be reached from this machine; Parley goes on by itself.',
	);

/** Timelines that the quick look reads whole. */
const sampled = 100;

/** What kind of store it is, whether it is well and sound, and who else uses it. */
export async function storeFindings(house: House, isFull: boolean): Promise<Finding[]> {
	const { store, config } = house;
	const { ok: isWell, reason = 'unknown' } = await store.health();
	if (!isWell && config.storeUrl !== null) return [awayFault(config.storeUrl)];
	const found: Finding[] = (await store.describe()).map(ok);
	found.push(isWell ? ok('The store takes writes.') : notWell(reason));
	const others = (await store.others?.()) ?? [];
	if (others.length > 0) {
		found.push(
			warning(
				`${sayOthers(others)} What one of them stores is not seen live by those who are connected to another.`,
				'Run one server for each database. What is stored is right in any case.',
			),
		);
	}
	const damage = isFull ? await store.check() : await sample(store);
	for (const sentence of damage.slice(0, 20)) found.push(fault(sentence, damageCure(config)));
	if (damage.length === 0) {
		found.push(ok(isFull ? sayWholeSound(config) : sayLooked));
	}
	return found;
}

const sayLooked =
	'The conversations that were looked at are without holes (--full looks at everything).';
const sayWholeSound = ({ storeUrl }: Config): string =>
	`Every ${storeUrl === null ? 'page of the database' : 'document'} and every number is sound.`;

function notWell(reason: string): Finding {
	return fault(
		`The store takes no writes now: ${reason}.`,
		cures[reason] ?? 'Restart the server. If it comes back, see its log.',
	);
}

async function sample(store: Store): Promise<string[]> {
	const damage: string[] = [];
	for (const id of await store.timelines(null, sampled)) {
		const { events } = await store.page(id, { limit: 1000 });
		damage.push(...brokenNumbers(id, events), ...(await endOf(store, id, events)));
	}
	return damage;
}

async function endOf(
	store: Store,
	id: TimelineId,
	events: readonly StoredEvent[],
): Promise<string[]> {
	const { seq } = await store.head(id);
	return events.length < 1000 && seq < events.length
		? [`Timeline ${id}: its head is ${seq}, and it has ${events.length} events.`]
		: [];
}

/** What the server knows without its store: who answers, and where the chat may be shown. */
export function ownFindings(house: House): Finding[] {
	const found: Finding[] = [];
	if (!house.agents.hasOwner()) {
		found.push(warning('Nobody is owner yet, so nobody can answer.', 'parley owner-link'));
	}
	for (const { name, origins } of house.sites.all()) {
		if (origins.length > 0) continue;
		found.push(
			warning(
				`Any website may show the chat of the site "${name}": it lists no origins.`,
				'parley site origins https://shop.example.com names yours. Whoever else shows it gets a chat with you, and reads nobody else.',
			),
		);
	}
	return found;
}

/** Whether what is stored makes sense. */
export async function dataFindings(house: House, now: number): Promise<Finding[]> {
	const found: Finding[] = [];
	const newest = await newestTime(house);
	if (newest > now + 5 * 60_000) {
		found.push(
			fault(
				`The newest message is of the future (${new Date(newest).toISOString()}): the clock of this machine is wrong now, or was then.`,
				'Set the clock and let it be kept (timedatectl set-ntp true). Order and delivery do not depend on it; times that are shown do.',
			),
		);
	}
	return found;
}

async function newestTime({ store, sites }: House): Promise<number> {
	let newest = 0;
	for (const { id: site } of sites.all()) {
		for (const status of ['pending', 'waiting', 'active', 'ended']) {
			const { items } = await store.find(summaries, {
				index: 'bySiteStatus',
				eq: { site, status },
				direction: -1,
				limit: 1,
			});
			newest = Math.max(newest, items[0]?.lastAt ?? 0);
		}
	}
	return newest;
}

/** What is owed to destinations and does not get there. */
export async function deliveryFindings(house: House, running: boolean): Promise<Finding[]> {
	const { store } = house;
	const found: Finding[] = [];
	const statuses = await house.lanes.status();
	for (const { sink, kind, owing, troubled } of statuses) {
		const pause = await store.get(sinkPauses, sink);
		if (pause !== null) {
			found.push(
				(pause.until === null ? fault : warning)(
					`${sink} takes nothing since ${new Date(pause.since).toISOString()}: ${pause.problem}`,
					pause.until === null
						? 'Correct the settings of its plugin, then let it be tried again in the console.'
						: 'It is tried again by itself; what is owed to it waits.',
				),
			);
		} else if (troubled.length > 0) {
			const { timeline, tries, problem } = troubled[0]!;
			found.push(
				warning(
					`${say.count(troubled.length, 'conversation')}${troubled.length === 10 ? ' or more' : ''} cannot be delivered to ${sink} now: ${timeline} failed ${say.count(tries, 'time')} (${problem ?? 'unknown'}).`,
					'It is tried again by itself. If the problem is the item, skip it in the console.',
				),
			);
		}
		if (running && kind === 'absent' && owing > 0) {
			found.push(
				warning(
					`${sink} is owed events of ${say.count(owing, 'conversation')}, and its plugin does not run.`,
					'Start the plugin again, or remove the destination.',
				),
			);
		}
	}
	found.push(...(await parkedFindings(store)));
	return found.length > 0 ? found : [ok('Nothing hangs on its way to a destination.')];
}

async function parkedFindings(store: Store): Promise<Finding[]> {
	const bySink = new Map<SinkId, number>();
	const { items } = await store.find(parked, { index: 'byTime', limit: 1000 });
	for (const { sink } of items) bySink.set(sink, (bySink.get(sink) ?? 0) + 1);
	return [...bySink].map(([sink, count]) =>
		warning(
			`${say.count(count, 'event')}${items.length === 1000 ? ' or more' : ''} could not be delivered to ${sink} and ${count === 1 ? 'is' : 'are'} parked.`,
			'Look at them in the console: deliver again or discard.',
		),
	);
}
