import { parseVerbArgs, WrongUse } from './verb.ts';
import { verbs } from './verbs.ts';

const parse = (name: string, ...words: string[]) => parseVerbArgs(verbs.get(name)!, words);

describe('the words after a verb', () => {
	it('are operands and options, in any order', () => {
		const args = parse('restore', '--replace', 'a.backup');
		expect(args.operands).toEqual(['a.backup']);
		expect(args.options.has('replace')).toBe(true);
		expect(parse('migrate', '--to=b', '--from', 'a').values).toEqual({ from: 'a', to: 'b' });
		expect(parse('restore', '--', '--odd-name').operands).toEqual(['--odd-name']);
	});

	it.each([
		['backup', ['--force'], "Unknown option '--force'. Usage: parley backup [file]"],
		['backup', ['a', 'b'], '"b" is too much. Usage: parley backup [file]'],
		['restore', [], 'Something is missing. Usage: parley restore <file> [--replace]'],
		['doctor', ['--json=yes'], "Option '--json' does not take an argument. Usage: parley doctor"],
		['migrate', ['--from', './data'], '--to is missing. Usage: parley migrate --from <place>'],
		['migrate', ['--to'], "Option '--to <value>' argument missing. Usage: parley migrate"],
		['migrate', ['./data', './b'], '"./data" is too much. Usage: parley migrate'],
		['owner-link', ['mira'], '"mira" is too much. Usage: parley owner-link'],
	])('of %s %j are refused with a sentence', (name, words, sentence) => {
		expect(() => parse(name, ...words)).toThrow(WrongUse);
		expect(() => parse(name, ...words)).toThrow(sentence);
	});
});

it('makes a path of where the person stands before a server sees it', () => {
	const backup = verbs.get('backup')!;
	const config = { dataDir: '/data' } as never;
	const now = new Date(Date.UTC(2026, 10, 24, 9, 5, 7));
	expect(backup.prepare?.(parse('backup', 'x.backup'), config, now)).toEqual([
		`${process.cwd()}/x.backup`,
	]);
	expect(backup.prepare?.(parse('backup'), config, now)).toEqual([
		'/data/backups/parley-2026-11-24-090507.backup',
	]);
});

it('says something of every verb', () => {
	for (const [name, { usage, summary, help }] of verbs) {
		expect(usage.split(' ')[0]).toBe(name);
		expect(summary.length + help.length).toBeGreaterThan(60);
	}
});
