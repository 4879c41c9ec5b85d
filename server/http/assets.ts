import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface Asset {
	readonly body: Buffer;
	readonly type: string;
	/** First 16 hex digits of the content's SHA-256; stands in its address, so that it can be cached for good. */
	readonly hash: string;
}

const types: Readonly<Record<string, string>> = {
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.webmanifest': 'application/manifest+json',
};

/** The built files of widget and console, read once: `widget/panel.js` -> Asset. */
export function loadAssets(buildDir: string): ReadonlyMap<string, Asset> {
	const assets = new Map<string, Asset>();
	for (const folder of ['widget', 'console']) {
		const path = join(buildDir, folder);
		if (!existsSync(path)) throw new Error(`build/${folder} is missing: run npm run build.`);
		for (const name of readdirSync(path)) {
			const type = types[extname(name)];
			if (type === undefined) continue;
			const body = readFileSync(join(path, name));
			assets.set(`${folder}/${name}`, {
				body,
				type,
				hash: createHash('sha256').update(body).digest('hex').slice(0, 16),
			});
		}
	}
	return assets;
}

/** A page's text with the addresses of its assets made unique by their content. */
export function pageText(assets: ReadonlyMap<string, Asset>, name: string): string {
	const page = assets.get(name);
	if (page === undefined) throw new Error(`build/${name} is missing: run npm run build.`);
	return page.body
		.toString('utf8')
		.replaceAll(/\/assets\/([\w./-]+)/g, (address, asset: string) => {
			const hash = assets.get(asset)?.hash;
			return hash === undefined ? address : `${address}?v=${hash}`;
		});
}

/** JSON that can stand in a script element: no `</script>`, no line ends that JavaScript forbids. */
export const inlineJson = (value: unknown): string =>
	JSON.stringify(value)
		.replaceAll('<', '\\u003c')
		.replaceAll('\u2028', '\\u2028')
		.replaceAll('\u2029', '\\u2029');
