/**
 * Plugins for esbuild that keep out of the server what it never uses of its packages: less to read and to compile at each
 * start. What is left behaves the same; server/http/bundle.test.ts proves it on the bundle.
 */
import { readFileSync } from 'node:fs';

/** Messages in some fifty languages; the server's are English. */
const zodLocales = stand('zod-locales', /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/, () => ({
	contents: "export { default as en } from './en.js';",
}));

/**
 * Types of content without a charset or an ending of file names answer nothing that their absence does not answer too. Only
 * packages that compress ask for the rest.
 */
const mimeTypes = stand('mime-types', /[\\/]mime-db[\\/]db\.json$/, (path) => {
	const kept = Object.entries(JSON.parse(readFileSync(path, 'utf8')))
		.filter(([, { charset, extensions }]) => charset !== undefined || extensions !== undefined)
		.map(([type, { compressible: _, ...entry }]) => [type, entry]);
	return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
});

/** JSON comes in UTF-8. For any other charset raw-body and body-parser answer 415, as for one that nobody knows. */
const charsets = stand('charsets', /[\\/]iconv-lite[\\/]lib[\\/]index\.js$/, () => ({
	contents: `
		const { StringDecoder } = require('node:string_decoder');
		exports.encodingExists = (name) => /^utf-?8$/i.test(name);
		exports.getDecoder = (name) => {
			if (!exports.encodingExists(name)) throw new Error('Encoding not recognized: ' + name);
			return new StringDecoder('utf8');
		};
		exports.decode = (body, name) => { const decoder = exports.getDecoder(name); return decoder.write(body) + decoder.end(); };
	`,
}));

export const slim = [zodLocales, mimeTypes, charsets];

/** Bundled in the place of the files that `filter` finds. */
function stand(name, filter, load) {
	return {
		name,
		setup(build) {
			build.onLoad({ filter }, ({ path }) => load(path));
		},
	};
}
