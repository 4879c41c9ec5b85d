import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	defaultSiteSettings,
	siteSettings,
	type SiteSettings,
} from '../../shared/site/site-settings.ts';
import { decideChange } from './decide-change.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/site-settings.md'), 'utf8');
const examples = [...page.matchAll(/```json\n([^`]*)```/g)].map(
	([, text = '']) => JSON.parse(text) as unknown,
);
/** Field and default of each row, as the tables have them. */
const rows = new Map(
	[...page.matchAll(/^\| `([\w.]+)` \| (.+?) \| /gm)].map(([, field = '', value = '']) => [
		field,
		value,
	]),
);

/** Each field with its default, lists and null as they are. */
function leaves(value: unknown, path: string): [string, string][] {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		return [[path, JSON.stringify(value)]];
	}
	return Object.entries(value).flatMap(([name, inner]) =>
		leaves(inner, path === '' ? name : `${path}.${name}`),
	);
}
const greeting = (): SiteSettings['greetings'][number] | undefined =>
	siteSettings.parse({ greetings: [{ id: 'a', text: 'b' }] }).greetings[0];

it('the example of the page is taken as it is, and nothing of it is unknown', () => {
	expect(examples).toHaveLength(1);
	const site = { name: 'Shop', origins: [], settings: defaultSiteSettings } as never;
	const { settings, colours } = decideChange(site, { settings: examples[0] });
	expect(settings).toMatchObject(examples[0] as object);
	expect(colours).not.toBeNull();
});

it('the page has each field with the default that it really has, and no other field', () => {
	const inGreeting: [string, string][] = leaves(greeting(), '').map(([field, value]) => [
		field,
		field === 'id' || field === 'text' ? 'must be given' : value,
	]);
	const expected = [...leaves(defaultSiteSettings, ''), ...inGreeting];
	expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(expected));
});
