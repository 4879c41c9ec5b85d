import type { Scalar } from '../../ports/store.ts';
import { compareText } from '../compare-text.ts';

/**
 * The order of the databases: null, then numbers, then text. Fields of mixed types are not ordered among one another by the
 * port; here somehow.
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

export function compareLists(left: readonly Scalar[], right: readonly Scalar[]): number {
	for (const [index, value] of left.entries()) {
		const difference = compareScalars(value, right[index] ?? null);
		if (difference !== 0) {
			return difference;
		}
	}
	return left.length - right.length;
}

function rankOf(value: Scalar): number {
	if (value === null) {
		return 0;
	}
	return { boolean: 1, number: 2, string: 3 }[typeof value as 'boolean' | 'number' | 'string'];
}
