import { createHash, randomUUID } from 'node:crypto';
import type { PluginId } from '../../shared/ids.ts';
import type { Inbox, Logger } from '../../shared/plugin/host.ts';
import type { InboxItem } from '../../shared/plugin/plugin.ts';
import { DomainError } from '../../shared/errors.ts';
import { backoffMs, retrySchedule, type Random } from '../ports/backoff.ts';
import type { Clock } from '../ports/clock.ts';
import { cutText } from '../ports/cut-text.ts';
import { Busy, DuplicateKey, Unknown } from '../ports/errors.ts';
import { createLoop } from '../ports/loop.ts';
import type { Json, Scalar, Store } from '../ports/store.ts';
import { inTime } from '../ports/in-time.ts';
import { inbox, type InboxRow } from './inbox-row.ts';

export interface InboxDeps {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly random: Random;
}
export type PluginInbox = ReturnType<typeof createInbox>;

/** Which process has taken a row: one that died must not keep it. */
const me = randomUUID();
const ordersAtATime = 8;
const lookAt = 64;
const maxTries = 8;
const pollMs = 5_000;
/** How long the row of another process is left to it. */
const takenMs = 60_000;
/** A call of `receive` that takes longer has failed; below `takenMs`, or another process would begin it meanwhile. */
const receiveMs = 50_000;
/** How long `stop` waits for what is being received before it gives it up. */
const drainMs = 5_000;

/**
 * What comes in for one plugin: stored once, then received in the order of its key. `add` resolves when the item is durable
 * and before anybody works on it, so the sender can be told at once.
 */
export function createInbox(
	deps: InboxDeps,
	plugin: PluginId,
	receive: (item: InboxItem) => Promise<void>,
) {
	const { store, clock, logger } = deps;
	const startedAt = clock.now();
	const busy = new Map<string, Promise<void>>();
	const adding = new Map<string, Promise<unknown>>();
	let last: Promise<number> | null = null;
	let isStopping = false;
	let givingUp = new AbortController();
	/** All that is due before this place is of orders that are busy; a new one once any of them has ended. */
	let looked: { after: readonly Scalar[] | null } = { after: null };

	const loop = createLoop(clock, {
		pollMs,
		round,
		failed: (error) => logger.warn({ plugin, err: error }, 'The inbox cannot be read now.'),
	});

	/** Rises with every item, also when the clock does not. */
	async function nextNumber(): Promise<number> {
		const before = (last ??= highestNumber());
		last = before.then((n) => Math.max(n + 1, clock.now() * 1000));
		last.catch(() => (last = null));
		return last;
	}
	async function highestNumber(): Promise<number> {
		const query = { index: 'byNumber', eq: { plugin }, direction: -1, limit: 1 } as const;
		return (await store.find(inbox, query)).items[0]?.n ?? 0;
	}

	/** One after the other for each key: a later item that is stored earlier would be received earlier. */
	function add(
		externalId: string,
		body: unknown,
		options: { readonly order: string; readonly notBefore?: number },
	): Promise<boolean> {
		const { order } = options;
		const before = adding.get(order) ?? Promise.resolve();
		const mine = before.then(
			() => insert(externalId, body, options),
			() => insert(externalId, body, options),
		);
		adding.set(order, mine);
		const forget = (): void => {
			if (adding.get(order) === mine) adding.delete(order);
		};
		mine.then(forget, forget);
		return mine;
	}

	async function insert(
		externalId: string,
		body: unknown,
		options: { readonly order: string; readonly notBefore?: number },
	): Promise<boolean> {
		try {
			await store.insert(inbox, {
				id: rowId(plugin, externalId),
				plugin,
				externalId,
				order: options.order,
				n: await nextNumber(),
				// What a plugin adds came as JSON or as a form; the store copies it.
				body: (body ?? null) as Json,
				state: 'waiting',
				dueAt: Math.max(options.notBefore ?? 0, clock.now()),
				takenBy: null,
				takenAt: null,
				tries: 0,
				problem: null,
				doneAt: null,
			});
		} catch (error) {
			if (error instanceof DuplicateKey) return false;
			throw error;
		}
		loop.wake();
		return true;
	}

	/** Reads on while all that it finds is of busy orders: a long one must not hide those behind it. */
	async function round(): Promise<number | null> {
		const query = { index: 'byDue', eq: { plugin, state: 'waiting' } };
		const now = clock.now();
		const known = looked;
		let { after } = known;
		do {
			const page = await store.find(inbox, {
				...query,
				range: { lte: now },
				limit: lookAt,
				...(after === null ? {} : { after }),
			});
			for (const row of page.items) {
				if (busy.size >= ordersAtATime) return null; // the one that ends wakes us
				if (!busy.has(row.order)) begin(row);
			}
			after = page.next;
			// Later items come after what has been due for a while, but may come between those of this very moment.
			const isOld = (page.items.at(-1)?.dueAt ?? now) < now - 1000;
			if (after !== null && isOld) known.after = after;
		} while (after !== null);
		const [later] = (await store.find(inbox, { ...query, range: { gt: now }, limit: 1 })).items;
		return later?.dueAt ?? null;
	}

	function begin(row: InboxRow): void {
		const work = workOn(row)
			.catch((error: unknown) =>
				logger.warn({ plugin, err: error }, 'An item of the inbox could not be worked on.'),
			)
			.then(() => {
				busy.delete(row.order);
				looked = { after: null };
				loop.wake();
			});
		busy.set(row.order, work);
	}

	/** Receives what is first in the row's order, until something must wait. */
	async function workOn(row: InboxRow): Promise<void> {
		const eq = { plugin, order: row.order, state: 'waiting' };
		for (let done = 0; done < lookAt && !isStopping; done += 1) {
			const [first] = (await store.find(inbox, { index: 'byOrder', eq, limit: 1 })).items;
			if (first === undefined) return;
			const until = Math.max(first.dueAt, othersUntil(first));
			if (until > clock.now()) {
				// What stands behind it waits as long; else it would be looked at for nothing until then.
				if (row.n >= first.n) await postpone(row, until);
				return;
			}
			const taken = await store.update(
				inbox,
				first.id,
				{ set: { takenBy: me, takenAt: clock.now() } },
				{ rev: first.rev },
			);
			if (taken === null) continue;
			if (!(await receiveOne(taken))) return;
		}
	}
	const othersUntil = ({ takenBy, takenAt }: InboxRow): number =>
		takenBy === null || takenBy === me || takenAt === null || takenAt < startedAt
			? 0
			: takenAt + takenMs;
	const postpone = (row: InboxRow, until: number) =>
		store.update(inbox, row.id, { set: { dueAt: until } }, { rev: row.rev });

	/** False: it must be tried again. */
	async function receiveOne(row: InboxRow): Promise<boolean> {
		try {
			const item = { externalId: row.externalId, body: row.body };
			const what = `receive() of the plugin ${plugin}`;
			await inTime(clock, what, receiveMs, () => receive(item), givingUp.signal);
		} catch (error) {
			if (givingUp.signal.aborted) return giveBack(row);
			return fail(row, error);
		}
		// The id stays, so that a replay is known; what it said does not.
		await store.update(inbox, row.id, {
			set: { state: 'done', doneAt: clock.now(), body: null, takenBy: null },
		});
		return true;
	}

	/** The stop is not the item's fault. */
	async function giveBack({ id }: InboxRow): Promise<boolean> {
		await store.update(inbox, id, { set: { takenBy: null, takenAt: null } });
		return false;
	}

	async function fail(row: InboxRow, error: unknown): Promise<boolean> {
		const isOurs =
			error instanceof Busy ||
			error instanceof Unknown ||
			(error instanceof DomainError && error.retryMs !== null);
		const tries = row.tries + (isOurs ? 0 : 1);
		const problem = cutText(error instanceof Error ? error.message : String(error), 1000);
		const parks = tries >= maxTries;
		const wait = isOurs ? 1000 : Math.max(100, backoffMs(retrySchedule, tries, deps.random));
		logger.warn(
			{ plugin, item: row.externalId, tries, parks, err: error },
			'An item was not received.',
		);
		const set = { tries, problem, takenBy: null, takenAt: null };
		await store.update(inbox, row.id, {
			set: parks ? { ...set, state: 'parked' } : { ...set, dueAt: clock.now() + wait },
		});
		return parks;
	}

	const api: Inbox = {
		add,
		async cancel(externalId) {
			const set = { state: 'cancelled', doneAt: clock.now(), body: null };
			const free = [
				{ field: 'state', op: 'eq', value: 'waiting' },
				{ field: 'takenBy', op: 'eq', value: null },
			] as const;
			const id = rowId(plugin, externalId);
			return (await store.update(inbox, id, { set }, { if: free })) !== null;
		},
	};
	return {
		api,
		start(): void {
			isStopping = false;
			givingUp = new AbortController();
			loop.start();
		},
		wake: loop.wake,
		/** Resolves when nothing is being received any more, or what is has been given up. */
		async stop(): Promise<void> {
			isStopping = true;
			await loop.stop();
			const cancel = clock.after(drainMs, () => givingUp.abort());
			await Promise.allSettled([...busy.values(), ...adding.values()]);
			cancel();
		},
	};
}

/** Long names are told apart by their hash: databases do not index everything. */
export const rowId = (plugin: PluginId, externalId: string): string =>
	externalId.length <= 200
		? `${plugin}/${externalId}`
		: `${plugin}/#${createHash('sha256').update(externalId).digest('hex')}`;
