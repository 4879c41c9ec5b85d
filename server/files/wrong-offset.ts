import { DomainError } from '../../shared/errors.ts';

/** Bytes were sent for another place than the end of what is here. */
export class WrongOffset extends DomainError {
	/** Bytes that are here: go on from there. */
	readonly offset: number;
	constructor(offset: number) {
		super('wrong_offset', `${offset} bytes of this file are here. Go on from there.`);
		this.offset = offset;
	}
}
