/**
 * A word in the page's own storage (D26); with `value` it is written first. Undefined where there is none, or where the browser or
 * the page's sandbox forbids storage.
 */
export function remembered(key: string, value?: string): string | undefined {
	try {
		return value ? (localStorage[key] = value) : (localStorage[key] as string | undefined);
	} catch {
		return undefined;
	}
}
