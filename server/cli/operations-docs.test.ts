import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes } from '../start-failure.ts';
import { cliExitCodes } from './exit-codes.ts';
import { verbs } from './verbs.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const operations = read('docs/operations.md');
const settings = [...read('server/config.ts').matchAll(/^\t([A-Z][A-Z_]+): z/gm)].map(
	([, name = '']) => name,
);

it('knows the settings at all', () => {
	expect(settings).toEqual(expect.arrayContaining(['PORT', 'DATA_DIR', 'WEBHOOK_ALLOW']));
});

describe.each(settings)('the setting %s', (name) => {
	it('is in .env.example, with a comment of its own', () => {
		expect(read('.env.example')).toMatch(new RegExp(`^#[^\\n]*\\n(# )?${name}=`, 'm'));
	});
	it('is in the table of docs/operations.md', () => {
		expect(operations).toMatch(new RegExp(`^\\| \`${name}\` \\| `, 'm'));
	});
});

it('lists every setting of .env.example as one that there is', () => {
	const listed = [...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)];
	expect(listed.map(([, name = '']) => name).sort()).toEqual([...settings].sort());
});

it('lists every exit code once', () => {
	const listed = [...operations.matchAll(/^\| (\d+) \| /gm)].map(([, code]) => Number(code));
	const codes = [...Object.values(exitCodes), ...Object.values(cliExitCodes)].filter(
		(code): code is Exclude<typeof code, (...args: never[]) => unknown> => typeof code === 'number',
	);
	expect(listed).toEqual([...new Set(codes)].sort((a, b) => a - b));
});

it('tells of every verb', () => {
	for (const name of verbs.keys()) expect(operations).toContain(`parley ${name}`);
});
