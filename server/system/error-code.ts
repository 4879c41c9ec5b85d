/** The `code` of a system's error (ENOENT ...), or null. By shape: an error of another realm is no instance of our Error. */
export function errorCode(error: unknown): string | null {
	if (typeof error !== 'object' || error === null || !('code' in error)) return null;
	return typeof error.code === 'string' ? error.code : null;
}
