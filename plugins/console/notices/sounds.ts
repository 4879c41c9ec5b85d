import type { NoticeKind } from '../../../shared/views/notice-view.ts';

/** Two short tones, in hertz: up for what is new, down for what is late. */
const tones: Readonly<Record<NoticeKind, readonly [number, number]>> = {
	assigned: [659, 988],
	late: [784, 523],
	message: [880, 880],
	mention: [740, 880],
	waiting: [587, 880],
	status: [523, 392],
};
const toneSeconds = 0.14;
const gapSeconds = 0.03;

type Context = Pick<AudioContext, 'state' | 'resume' | 'currentTime' | 'destination'> &
	Pick<AudioContext, 'createOscillator' | 'createGain'>;
export type Sounds = ReturnType<typeof createSounds>;

/** Sounds made by the browser: no file to load, and none to be refused by a policy. `make` null: it cannot. */
export function createSounds(make: (() => Context) | null) {
	let context: Context | null = null;

	/** Browsers let a page sound only after somebody has touched it. */
	function wake(): void {
		if (make === null) return;
		context ??= make();
		// Refused: it is asked again at the next touch.
		if (context.state === 'suspended') void context.resume().catch(() => {});
	}

	function tone(on: Context, hertz: number, begin: number, loud: number): void {
		const oscillator = on.createOscillator();
		const node = on.createGain();
		oscillator.frequency.value = hertz;
		oscillator.connect(node).connect(on.destination);
		// Without a rise and a fall each tone would click.
		node.gain.setValueAtTime(0, begin);
		node.gain.linearRampToValueAtTime(loud, begin + 0.015);
		node.gain.linearRampToValueAtTime(0, begin + toneSeconds);
		oscillator.start(begin);
		oscillator.stop(begin + toneSeconds);
	}

	return {
		wake,
		/** `volume`: per cent. */
		play(kind: NoticeKind, volume: number): void {
			wake();
			if (context === null || volume === 0) return;
			const loud = (volume / 100) ** 2 * 0.5;
			for (const [n, hertz] of tones[kind].entries())
				tone(context, hertz, context.currentTime + n * (toneSeconds + gapSeconds), loud);
		},
	};
}

export const pageSounds: Sounds = createSounds(
	typeof AudioContext === 'undefined' ? null : () => new AudioContext(),
);
