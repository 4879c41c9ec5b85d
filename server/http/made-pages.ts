import { hashOf, type Asset } from './assets.ts';
import { compress } from './compress.ts';

const mostKept = 200;

/**
 * Texts that are made of settings and sent to many: each is made and compressed once for its `key`, which must name all that the
 * text depends on. The ones that were asked for longest ago are forgotten.
 */
export function createMadePages() {
	const kept = new Map<string, Promise<Asset>>();

	async function build(type: string, text: string): Promise<Asset> {
		const body = Buffer.from(text);
		return { body, type, hash: hashOf(body), encoded: await compress(body) };
	}

	return (key: string, type: string, make: () => string): Promise<Asset> => {
		const made = kept.get(key) ?? build(type, make());
		kept.delete(key);
		kept.set(key, made);
		const oldest = kept.keys().next().value;
		if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
		return made;
	};
}
