import { DomainError } from '../../shared/errors.ts';
import type { PictureType } from '../ports/pictures.ts';
import { cleanName } from './clean-name.ts';
import { endingOf, endings, isCalledPicture, typesByEnding } from './kinds.ts';
import { sniff } from './sniff.ts';

export interface Decided {
	readonly type: string;
	/** Ends as its type does. */
	readonly name: string;
	/** Set: to be made anew. */
	readonly picture: PictureType | null;
}

/** What a complete file is; the error says why it is not taken. */
export function decideKind(
	name: string,
	claimed: string,
	bytes: Uint8Array,
): Decided | DomainError {
	const found = sniff(bytes);
	if (found.kind === 'picture') return named(name, found.type, found.type);
	if (found.kind === 'other' && found.type.startsWith('image/'))
		return named(name, found.type, null);
	if (isCalledPicture(name, claimed)) {
		return new DomainError(
			'file_type_refused',
			'This file is called a picture but is none. Send another one.',
		);
	}
	if (found.kind === 'other') return named(name, found.type, null);
	if (found.kind === 'refused') return typeRefused();
	const type = typesByEnding[found.kind][endingOf(name)];
	return type === undefined ? typeRefused() : { type, name, picture: null };
}

export const typeRefused = (): DomainError =>
	new DomainError(
		'file_type_refused',
		'Files of this kind cannot be sent. Pictures, PDF, plain text, ZIP and office documents can.',
	);

function named(name: string, type: string, picture: PictureType | null): Decided {
	const [first = '', ...others] = endings[type] ?? [];
	const fits = [first, ...others].includes(endingOf(name));
	return { type, name: fits ? name : cleanName(`${name}.${first}`), picture };
}
