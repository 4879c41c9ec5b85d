/** Which fields differ, each with what it was and is: `look.accent: null -> "#00695c"`. Lists are compared as a whole. */
export function differences(before: unknown, after: unknown, path: string): string[] {
	if (isRecord(before) && isRecord(after)) {
		return Object.keys(after).flatMap((name) =>
			differences(before[name], after[name], path === '' ? name : `${path}.${name}`),
		);
	}
	const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
	return was === is ? [] : [`${path}: ${was} -> ${is}`];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
