import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = [
	'README.md',
	'CONTRIBUTING.md',
	...readdirSync(join(root, 'docs'))
		.filter(isPage)
		.map((name) => `docs/${name}`),
];

function isPage(name: string): boolean {
	return name.endsWith('.md');
}

describe('the docs', () => {
	it.each(pages)('name only files that exist: %s', (page) => {
		const inCode = [
			...read(page).matchAll(/`((?:server|shared|plugins|e2e|docs)\/[\w./-]+)`/g),
		].map(([, path]) => path ?? '');
		const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) =>
			join(page, '..', path ?? ''),
		);
		const missing = [...inCode, ...links].filter((path) => !existsSync(join(root, path)));
		expect(missing).toEqual([]);
	});

	it('list each feature with a test that names its id', () => {
		const rows = read('docs/features.md')
			.split('\n')
			.filter((line) => /^\| [A-Z]\d/.test(line));
		expect(rows.length).toBeGreaterThan(0);
		const unproven = rows.flatMap((row) => {
			const [, ids = '', , , test = ''] = row.split('|');
			const text = read(/`([^`]+)`/.exec(test)?.[1] ?? '');
			return ids
				.split(',')
				.map((id) => id.trim())
				.filter((id) => !text.includes(`[${id}]`));
		});
		expect(unproven).toEqual([]);
	});
});
