import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openHouse, type House } from '../house.ts';
import { removeData, testConfig } from '../testing/test-server.ts';
import { cliExitCodes } from './exit-codes.ts';
import { parseVerbArgs, WrongUse } from './verb.ts';
import { runVerb, verbs } from './verbs.ts';

let dataDir: string;
let house: House;
beforeAll(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'parley-site-'));
	house = await openHouse(testConfig(dataDir), resolve('build'));
});
afterAll(async () => {
	await house.close();
	await removeData(dataDir);
});

/** As the command line does it: prepared where the person stands, carried out on the house. */
async function site(...words: string[]): Promise<{ code: number; said: string[] }> {
	const verb = verbs.get('site');
	if (verb?.prepare === undefined) throw new Error('There is no such verb.');
	const prepared = verb.prepare(parseVerbArgs(verb, words), house.config, new Date(0));
	const said: string[] = [];
	const print = (line: string) => void said.push(line);
	const context = { house, url: 'http://localhost', print, running: true };
	const code = await runVerb('site', prepared, context);
	return { code, said };
}
function file(content: unknown): string {
	const path = join(dataDir, 'given.json');
	writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
	return path;
}

it('shows name, key, origins and the settings as JSON that can be given back', async () => {
	const { key, settings } = await house.sites.first();
	const { code, said } = await site();
	expect(code).toBe(0);
	expect(said.slice(0, 4)).toEqual([
		'name           My shop',
		`key            ${key}`,
		'origins        any',
		'identity keys  none',
	]);
	expect(JSON.parse(said[4] ?? '')).toEqual(settings);
	expect(await site('set', file(said[4]))).toEqual({
		code: 0,
		said: ['Nothing is different from before.'],
	});
});

it('merges sections of a file, and says what became different', async () => {
	const articles = [{ title: 'Returns', url: 'https://shop.example.com/returns' }];
	const { code, said } = await site(
		'set',
		file({ look: { accent: '#00695c', offset: 20 }, rating: 'none', articles }),
	);
	expect(code).toBe(0);
	expect(said).toEqual([
		'look.accent: null -> "#00695c"',
		`articles: [] -> ${JSON.stringify(articles)}`,
		'rating: "satisfaction" -> "none"',
	]);
	const { settings, colours } = await house.sites.first();
	expect(settings).toMatchObject({ look: { accent: '#00695c', theme: 'auto' }, articles });
	expect(colours).not.toBeNull();
});

it.each([
	[{ look: { accent: 'green' } }, 'look.accent: must be a colour such as #00695c'],
	[{ looks: {} }, 'looks: there is no such setting'],
	[[], 'settings: must be an object'],
])('says which field of %j is wrong, and changes nothing', async (content, sentence) => {
	const before = await house.sites.first();
	expect(await site('set', file(content))).toEqual({
		code: cliExitCodes.refused,
		said: [`Nothing was changed. ${sentence}`],
	});
	expect(await house.sites.first()).toBe(before);
});

it('gives the site a name and origins, and takes the origins away', async () => {
	expect(await site('set-name', 'Lamp Shop')).toEqual({
		code: 0,
		said: ['name: "My shop" -> "Lamp Shop"'],
	});
	const two = ['https://shop.example.com', 'http://localhost:8080'];
	expect((await site('origins', ...two)).said).toEqual([`origins: [] -> ${JSON.stringify(two)}`]);
	expect((await site()).said).toContain(`origins        ${two.join(' ')}`);
	expect(await site('origins', 'https://shop.example.com/')).toMatchObject({
		code: cliExitCodes.refused,
		said: [expect.stringContaining('origins.0: must be an origin such as')],
	});
	expect((await site('origins', 'any')).code).toBe(0);
	expect((await house.sites.first()).origins).toEqual([]);
});

it('a name may begin with a dash', async () => {
	expect((await site('set-name', '--', '-Lamps-')).code).toBe(0);
	expect((await house.sites.first()).name).toBe('-Lamps-');
});

it('makes a signing key that is shown once, and drops it', async () => {
	const { code, said } = await site('identity-key');
	expect(code).toBe(0);
	const kid = said[0]?.replace('key id  ', '') ?? '';
	const secret = said[1]?.replace('secret  ', '') ?? '';
	const { id } = await house.sites.first();
	expect(house.sites.identitySecret(id, kid)).toBe(secret);
	const shown = (await site()).said;
	expect(shown).toContain(`identity keys  ${kid}`);
	expect(shown.join('\n')).not.toContain(secret);
	expect((await site('drop-identity-key', kid)).code).toBe(0);
	expect(house.sites.identitySecret(id, kid)).toBeNull();
	expect((await site('drop-identity-key', kid)).code).toBe(cliExitCodes.refused);
});

it.each([
	[['paint'], '"paint" is not known'],
	[['constructor'], '"constructor" is not known'],
	[['set'], 'Something is missing'],
	[['set', 'a.json', 'b.json'], '"b.json" is too much'],
	[['set-name', 'Lamp', 'Shop'], '"Shop" is too much'],
	[['origins'], 'Something is missing'],
	[['identity-key', 'x'], '"x" is too much'],
	[['set', '/nowhere/settings.json'], 'The file /nowhere/settings.json cannot be read.'],
])('%j is refused before a server is asked', async (words, sentence) => {
	const refused = site(...words);
	await expect(refused).rejects.toThrow(WrongUse);
	await expect(refused).rejects.toThrow(sentence);
});

it('a file that is not JSON is refused before a server is asked', async () => {
	await expect(site('set', file('{"look":'))).rejects.toThrow('given.json is not JSON.');
});
