import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Of Parley, from the package.json above this file, which may be a source or a bundle. */
export function parleyVersion(): string {
	let folder = dirname(fileURLToPath(import.meta.url));
	while (folder !== dirname(folder)) {
		const found = versionIn(join(folder, 'package.json'));
		if (found !== null) return found;
		folder = dirname(folder);
	}
	return 'unknown';
}

function versionIn(path: string): string | null {
	try {
		const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
		return name === 'parley' && typeof version === 'string' ? version : null;
	} catch {
		return null; // there is none in this folder
	}
}
