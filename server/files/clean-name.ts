import { cutText } from '../ports/cut-text.ts';
import { endingOf } from './kinds.ts';

/** Characters. */
const maxName = 200;
/** Control characters, halves of characters, line ends, and what turns the direction of writing round. */
const unwanted = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name that is safe to show and to save under: no path, nothing that cannot be seen, at most 200 characters. */
export function cleanName(given: string): string {
	const last = given.split(/[/\\]/).at(-1) ?? '';
	const name = last
		.replace(unwanted, '')
		.replace(/[<>:"|?*]/g, '_')
		.replace(/^[\s.]+|[\s.]+$/g, '');
	if (name === '') return 'file';
	if (name.length <= maxName) return name;
	const ending = endingOf(name);
	if (ending === '' || ending.length > 10) return cutText(name, maxName);
	return `${cutText(name, maxName - ending.length - 1)}.${ending}`;
}
