import type { Chat, PlannedAgent, Scenario } from './scenario.ts';

/*
 * What could be reached at best with the same arrivals in one pool: as soon as a slot is free the longest waiter has it, and it is the
 * slot of whoever stays longest, which only one who knows the day beforehand can tell. Looks at everything at each moment, and uses
 * nothing of what it is compared with.
 */

interface Line {
	readonly chat: Chat;
	readonly from: number;
	readonly isBack: boolean;
}
interface Desk {
	readonly plan: PlannedAgent;
	nextMove: number;
	isOnDuty: boolean;
	/** When those who were left by their agent go back to the line. */
	lostAt: number;
	running: { readonly chat: Chat; readonly endsAt: number }[];
}
const graceMs = 60_000;

export function optimumOf({ chats, agents }: Scenario): { waitedMs: number; waits: number } {
	const desks = agents.map((plan): Desk => ({
		plan,
		nextMove: 0,
		isOnDuty: false,
		lostAt: Infinity,
		running: [],
	}));
	let line: Line[] = [];
	let [arrived, waitedMs, waits] = [0, 0, 0];

	const moveAt = ({ plan, nextMove }: Desk): number => plan.moves[nextMove]?.at ?? Infinity;
	const leavesAt = ({ chat, from }: Line): number => from + chat.patienceMs;
	/** When this one is gone next, with all that it has. */
	const goneAt = ({ plan, nextMove }: Desk): number =>
		plan.moves.slice(nextMove).find(({ isGone }) => isGone)?.at ?? Infinity;

	function end(one: Line, now: number): void {
		waitedMs += now - one.from;
		waits += 1;
		line.splice(line.indexOf(one), 1);
	}

	for (;;) {
		const now = Math.min(
			chats[arrived]?.at ?? Infinity,
			...line.map(leavesAt),
			...desks.flatMap((desk) => [
				moveAt(desk),
				desk.lostAt,
				...desk.running.map(({ endsAt }) => endsAt),
			]),
		);
		if (now === Infinity) return { waitedMs, waits };
		for (const desk of desks) {
			desk.running = desk.running.filter(({ endsAt }) => endsAt > now);
			for (; moveAt(desk) <= now; desk.nextMove += 1) {
				const move = desk.plan.moves[desk.nextMove];
				desk.isOnDuty = move?.status === 'available' || move?.status === 'busy';
				if (move?.status !== 'offline') desk.lostAt = Infinity;
				else if (move.isGone) desk.lostAt = now + graceMs;
			}
			if (desk.lostAt > now) continue;
			desk.lostAt = Infinity;
			const lost = desk.running.map(({ chat }) => ({ chat, from: now, isBack: true }));
			line = [...lost, ...line];
			desk.running = [];
		}
		for (const one of line.filter((waiting) => leavesAt(waiting) <= now)) end(one, now);
		for (; (chats[arrived]?.at ?? Infinity) <= now; arrived += 1) {
			const chat = chats[arrived];
			if (chat !== undefined) line.push({ chat, from: now, isBack: false });
		}
		for (;;) {
			const [first] = line;
			const free = desks.filter(
				({ isOnDuty, plan, running }) => isOnDuty && running.length < (plan.capacity ?? Infinity),
			);
			if (first === undefined || free.length === 0) break;
			const desk = free.reduce((best, other) => (goneAt(other) > goneAt(best) ? other : best));
			end(first, now);
			desk.running.push({ chat: first.chat, endsAt: now + first.chat.workMs });
		}
	}
}
