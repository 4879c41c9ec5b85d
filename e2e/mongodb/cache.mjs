import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Downloads of the tests, which `npm ci` removes together with all other packages. */
export const cache = join(root, 'node_modules/.cache/parley-mongodb');
