import type { Scalar } from '../../ports/store.ts';

/**
 * The order of the databases: null, then numbers, then text by its UTF-8 bytes (JavaScript's own order differs for
 * characters beyond U+FFFF). Fields of mixed types are not ordered among one another by the port; here somehow.
 */
export function compareScalars(left: Scalar, right: Scalar): number {
	const [leftRank, rightRank] = [rankOf(left), rankOf(right)];
	if (leftRank !== rightRank) {
		return leftRank - rightRank;
	}
	if (typeof left === 'string' && typeof right === 'string') {
		return compareText(left, right);
	}
	return Number(left) - Number(right);
}

export function compareText(left: string, right: string): number {
	const length = Math.min(left.length, right.length);
	for (let index = 0; index < length; index += 1) {
		const [one, other] = [left.charCodeAt(index), right.charCodeAt(index)];
		if (one !== other) {
			return lifted(one) - lifted(other);
		}
	}
	return left.length - right.length;
}

export function compareLists(left: readonly Scalar[], right: readonly Scalar[]): number {
	for (const [index, value] of left.entries()) {
		const difference = compareScalars(value, right[index] ?? null);
		if (difference !== 0) {
			return difference;
		}
	}
	return left.length - right.length;
}

/** Halves of a character beyond U+FFFF come after every other unit. */
function lifted(unit: number): number {
	return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function rankOf(value: Scalar): number {
	if (value === null) {
		return 0;
	}
	return { boolean: 1, number: 2, string: 3 }[typeof value as 'boolean' | 'number' | 'string'];
}
