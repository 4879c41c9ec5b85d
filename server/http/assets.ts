import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Encoded } from './compress.ts';

export interface Asset {
	readonly body: Buffer;
	readonly type: string;
	/** First 16 hex digits of the content's SHA-256; stands in its address, so that it can be cached for good. */
	readonly hash: string;
	readonly encoded: Encoded;
}

const types: Readonly<Record<string, string>> = {
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.webmanifest': 'application/manifest+json',
	'.mp3': 'audio/mpeg',
	'.ogg': 'audio/ogg',
};

/** Languages lie one folder deeper, so that no address leads to them: their words stand in the pages. */
const folders = ['widget', 'widget/languages', 'console'];

/** The built files of widget and console, read once: `widget/panel.js` -> Asset. */
export function loadAssets(buildDir: string): ReadonlyMap<string, Asset> {
	const assets = new Map<string, Asset>();
	for (const folder of folders) {
		const path = join(buildDir, folder);
		if (!existsSync(path)) throw new Error(`build/${folder} is missing: run npm run build.`);
		for (const name of readdirSync(path)) {
			const type = types[extname(name)];
			if (type === undefined) continue;
			const file = join(path, name);
			const body = readFileSync(file);
			assets.set(`${folder}/${name}`, { body, type, hash: hashOf(body), encoded: besideOf(file) });
		}
	}
	return assets;
}

/** What the build has written beside a file. */
const besideOf = (file: string): Encoded => ({
	...(existsSync(`${file}.br`) ? { br: readFileSync(`${file}.br`) } : {}),
	...(existsSync(`${file}.gz`) ? { gzip: readFileSync(`${file}.gz`) } : {}),
});

export const hashOf = (body: Buffer | string): string =>
	createHash('sha256').update(body).digest('hex').slice(0, 16);

/** The text of a built file. Throws with what to do when it is missing. */
export function textOf(assets: ReadonlyMap<string, Asset>, name: string): string {
	const asset = assets.get(name);
	if (asset === undefined) throw new Error(`build/${name} is missing: run npm run build.`);
	return asset.body.toString('utf8');
}

/** A page's text with the addresses of its assets made unique by their content. */
export function pageText(assets: ReadonlyMap<string, Asset>, name: string): string {
	return textOf(assets, name).replaceAll(/\/assets\/([\w./-]+)/g, (address, asset: string) => {
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
