/** The environment of a server on this MongoDB; its key is nobody's. */
export const mongoSettings = (storeUrl: string): Record<string, string> => ({
	STORE_URL: storeUrl,
	PARLEY_KEY: Buffer.alloc(32, 'bench').toString('base64'),
});
