import type { Parts } from '../ports/parts.ts';
import type { Stopped } from './turns.ts';

/**
 * Adds what comes to the upload's bytes. `all`: the source has ended. `part`: it broke or was stopped; what arrived stays.
 * `too_much`: more than `most` bytes came.
 */
export async function receive(
	parts: Parts,
	id: string,
	source: AsyncIterable<Uint8Array>,
	most: number,
	stopped: Stopped,
): Promise<'all' | 'part' | 'too_much'> {
	const chunks = source[Symbol.asyncIterator]();
	let left = most;
	for (;;) {
		// The source fails when its connection breaks, which is nothing to complain of.
		const coming = chunks.next().catch(() => 'broken' as const);
		const next = await Promise.race([coming, stopped]);
		if (next === 'broken' || next === 'stopped') return 'part';
		if (next.done === true) return 'all';
		if (next.value.byteLength > left) return 'too_much';
		await parts.add(id, next.value);
		left -= next.value.byteLength;
	}
}
