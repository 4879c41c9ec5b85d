/** By code points, as the databases do it with UTF-8: JavaScript's own order differs for characters beyond U+FFFF. */
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

/** Halves of a character beyond U+FFFF come after every other unit. */
function lifted(unit: number): number {
	return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
