import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../plugins/widget');

it('the launcher finds the accent that it has by default also when the theme is fixed', () => {
	const own = readFileSync(join(folder, 'loader/style.ts'), 'utf8');
	const fixed = readFileSync(join(import.meta.dirname, 'loader-css.ts'), 'utf8');
	const accents = own.match(/--a:#\w+;--h:#\w+;--o:#\w+/g) ?? [];
	expect(accents).toHaveLength(2);
	for (const accent of accents) expect(fixed).toContain(accent);
});
