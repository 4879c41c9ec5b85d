import { createOutbox } from './outbox.ts';
import type { Wire } from './wire.ts';

const kib = 1024;

/** A wire whose network takes only what `drain` lets through. */
function stuck() {
	const sent: string[] = [];
	const callbacks: (() => void)[] = [];
	const wire = {
		isOpen: true,
		bufferedAmount: 0,
		send(text: string, done: () => void) {
			sent.push(text);
			wire.bufferedAmount += Buffer.byteLength(text);
			callbacks.push(done);
		},
	};
	const drain = (): void => {
		wire.bufferedAmount = 0;
		for (const done of callbacks.splice(0)) done();
	};
	let tooSlow = 0;
	const outbox = createOutbox(wire as unknown as Wire, () => (tooSlow += 1));
	return { outbox, sent, drain, timesTooSlow: () => tooSlow };
}
const frame = (bytes: number): string => `"${'x'.repeat(bytes - 2)}"`;

describe('the outbox', () => {
	it('says a socket too slow once, within the turn in which it takes too much, and drops the rest', () => {
		const { outbox, sent, timesTooSlow } = stuck();
		// Each frame has a comma.
		for (let n = 0; n < 16; n += 1) outbox.push(frame(64 * kib - 1));
		expect(timesTooSlow()).toBe(0);
		outbox.push('1');
		outbox.push('2');
		outbox.flush();
		expect(timesTooSlow()).toBe(1);
		expect(sent).toEqual([]);
	});

	it('counts bytes, and what the network has not taken yet', () => {
		const { outbox, timesTooSlow } = stuck();
		outbox.push(`"${'長'.repeat(200 * kib)}"`);
		outbox.flush();
		expect(timesTooSlow()).toBe(0);
		outbox.push(`"${'長'.repeat(200 * kib)}"`);
		expect(timesTooSlow()).toBe(1);
	});

	it('has room for a page when most of what was said is gone', async () => {
		const { outbox, drain } = stuck();
		outbox.push(frame(300 * kib));
		outbox.flush();
		let hasRoom = false;
		void outbox.hasRoom().then(() => (hasRoom = true));
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(hasRoom).toBe(false);
		drain();
		await new Promise((resolve) => setTimeout(resolve, 5));
		expect(hasRoom).toBe(true);
	});
});
