import { keptValue } from '../../../shared/client/kept-value.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';

const pauseMs = 2000;

/** A soft tone for messages that nobody sees arrive. On until it is turned off; the choice is kept. */
export function createSound(storage: KeyValues, now: () => number) {
	const kept = keptValue(storage, 'parley.sound');
	let rangAt = -pauseMs;
	const sound = {
		isOn: (): boolean => kept.get() !== 'off',
		turn: (isOn: boolean): void => kept.set(isOn ? 'on' : 'off'),
		/** Not before the visitor has touched the page, and once for messages that come together. */
		ring(): void {
			const isTouched = navigator.userActivation?.hasBeenActive ?? true;
			if (!sound.isOn() || !isTouched || now() - rangAt < pauseMs) return;
			rangAt = now();
			void import('./tone.ts').then(({ playTone }) => playTone());
		},
	};
	return sound;
}
