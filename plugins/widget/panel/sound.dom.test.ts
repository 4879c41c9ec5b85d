import { storageIn } from '../../../shared/client/fake-parts.ts';
import { createSound } from './sound.ts';

/* The browser's sound, as far as a note needs it; jsdom has none. */

const notes: unknown[] = [];
const node = class {
	readonly gain = {
		setValueAtTime: () => undefined,
		linearRampToValueAtTime: () => undefined,
		exponentialRampToValueAtTime: () => undefined,
	};
	connect = (other: unknown) => other;
	start = () => notes.push(this);
	stop = () => undefined;
};
const context = class {
	readonly state = 'running';
	readonly currentTime = 0;
	readonly destination = {};
};
Object.assign(globalThis, { AudioContext: context, OscillatorNode: node, GainNode: node });
const touch = (hasBeenActive: boolean) =>
	Object.defineProperty(navigator, 'userActivation', {
		value: { hasBeenActive },
		configurable: true,
	});
const ringings = async (sound: { ring(): void }): Promise<number> => {
	notes.length = 0;
	sound.ring();
	await new Promise((resolve) => setTimeout(resolve, 20));
	return notes.length / 2;
};

test('it rings once for messages that come together, and not before the page was touched', async () => {
	let now = 0;
	const sound = createSound(storageIn(new Map()), () => now);
	touch(false);
	expect(await ringings(sound)).toBe(0);
	touch(true);
	expect(await ringings(sound)).toBe(1);
	now += 1_000;
	expect(await ringings(sound)).toBe(0);
	now += 1_000;
	expect(await ringings(sound)).toBe(1);
});

test('off stays off after a reload', async () => {
	touch(true);
	const stored = new Map<string, string>();
	createSound(storageIn(stored), () => 0).turn(false);
	const sound = createSound(storageIn(stored), () => 0);
	expect(sound.isOn()).toBe(false);
	expect(await ringings(sound)).toBe(0);
	sound.turn(true);
	expect(await ringings(sound)).toBe(1);
});
