import { createSounds } from './sounds.ts';

/** A browser's audio, as far as it is used: what was started is written down. */
function audio() {
	const started: { hertz: number; from: number; to: number; loud: number }[] = [];
	let state: AudioContextState = 'suspended';
	const context = {
		get state() {
			return state;
		},
		resume: () => {
			state = 'running';
			return Promise.resolve();
		},
		currentTime: 10,
		destination: {},
		createGain: () => {
			const gain = {
				peak: 0,
				setValueAtTime() {},
				linearRampToValueAtTime: (value: number) => void (gain.peak = Math.max(gain.peak, value)),
			};
			return { gain, connect: (to: unknown) => to };
		},
		createOscillator: () => {
			let target: { gain: { peak: number } } | null = null;
			const one = {
				frequency: { value: 0 },
				connect: (node: { gain: { peak: number } }) => (target = node),
				start: (from: number) =>
					started.push({ hertz: one.frequency.value, from, to: 0, loud: target?.gain.peak ?? 0 }),
				stop: (to: number) => void Object.assign(started.at(-1) ?? {}, { to }),
			};
			return one;
		},
	};
	return { started, context, make: () => context as never };
}

it('is two short tones, one after the other, as loud as chosen', () => {
	const { started, make, context } = audio();
	const sounds = createSounds(make);
	sounds.play('waiting', 100);
	expect(context.state).toBe('running');
	const [first, second, ...more] = started;
	expect(more).toEqual([]);
	expect(second?.from).toBeGreaterThanOrEqual(first?.to ?? Infinity);
	expect((second?.to ?? 99) - 10).toBeLessThan(0.5);
	sounds.play('waiting', 50);
	expect(started.at(-1)?.loud).toBeLessThan(second?.loud ?? 0);
	sounds.play('waiting', 0);
	expect(started).toHaveLength(4);
});

it('sounds different by kind, and says nothing where the browser cannot', () => {
	const { started, make } = audio();
	const sounds = createSounds(make);
	sounds.play('late', 60);
	sounds.play('assigned', 60);
	expect(new Set(started.map(({ hertz }) => hertz)).size).toBe(4);
	expect(() => createSounds(null).play('late', 60)).not.toThrow();
});
