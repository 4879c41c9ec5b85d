import { h, icon } from './dom.ts';

/** One or two letters that stand for a person. A joiner that is not drawn keeps Arabic letters apart. */
export function initialsOf(name: string): string {
	const words = name.trim().split(/\s+/);
	const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
	return ends
		.map((word = '') => Array.from(word)[0] ?? '')
		.join('\u200c')
		.toLocaleUpperCase();
}

/** A person is round, what answers by itself is square. Says nothing: the name stands beside it. */
export const face = (name: string, isAutomatic = false): HTMLElement =>
	h(
		'span',
		{ class: isAutomatic ? 'face auto' : 'face', 'aria-hidden': 'true' },
		isAutomatic ? icon('chat') : initialsOf(name),
	);
