/*
 * One timer for all heartbeats. Sessions are spread over the slots of a wheel that turns once in `beatMs`, so that 10,000 idle
 * sockets cost a few hundred short calls a second and no timer each.
 */
export interface Beating {
	/** Called once a turn: says that we are here, and asks the same. */
	beat(): void;
	/** Called ten slots later: whoever has not answered by then is gone. */
	check(): void;
}

const graceSlots = 10;

export type Beats = ReturnType<typeof createBeats>;

export function createBeats(beatMs: number, slotCount = 25) {
	const slots: Set<Beating>[] = Array.from({ length: slotCount }, () => new Set<Beating>());
	let now = 0;
	const timer = setInterval(() => {
		now = (now + 1) % slotCount;
		for (const member of slots[now] ?? []) member.beat();
		for (const member of slots[(now + slotCount - graceSlots) % slotCount] ?? []) member.check();
	}, beatMs / slotCount);
	timer.unref();
	return {
		/** The first beat comes a whole turn later. */
		add(member: Beating): () => void {
			const slot = slots[now];
			slot?.add(member);
			return () => void slot?.delete(member);
		},
		stop: (): void => clearInterval(timer),
	};
}
