import { FakeClock } from '../timers/testing/fake-clock.ts';
import { createStopper } from './stopper.ts';

function world(close: () => Promise<void>) {
	const clock = new FakeClock();
	const said: string[] = [];
	const exits: number[] = [];
	const stop = createStopper({
		close,
		clock,
		graceMs: 15_000,
		say: (line) => said.push(line),
		exit: (code) => exits.push(code),
	});
	return { clock, said, exits, stop };
}
const never = (): Promise<void> => new Promise(() => {});

test('a signal stops in order and without a word', async () => {
	const { clock, said, exits, stop } = world(() => Promise.resolve());
	stop();
	await clock.settle();
	expect([exits, said]).toEqual([[0], []]);
});

test('what does not end is left after its time, with a sentence', async () => {
	const { clock, said, exits, stop } = world(never);
	stop();
	await clock.advance(14_999);
	expect(exits).toEqual([]);
	await clock.advance(1);
	expect(exits).toEqual([1]);
	expect(said[0]).toContain('within 15 seconds');
});

test('a second signal ends at once, with a sentence', () => {
	const { said, exits, stop } = world(never);
	stop();
	stop();
	expect(exits).toEqual([1]);
	expect(said[0]).toContain('told twice');
});

test('a failure on the way out is told and is no success', async () => {
	const { clock, said, exits, stop } = world(() => Promise.reject(new Error('the disk is gone')));
	stop();
	await clock.settle();
	expect(exits).toEqual([1]);
	expect(said).toEqual(['Parley did not stop in order: the disk is gone']);
});
