import { fill } from '../strings.ts';
import { words } from './words.ts';

/** The name, else the end of the id, which tells two of them apart. */
export const nameOfVisitor = (name: string | null, visitor: string): string =>
	name ??
	fill(words.visitor, {
		n: visitor
			.replace(/[^a-z0-9]/gi, '')
			.slice(-4)
			.toUpperCase(),
	});
