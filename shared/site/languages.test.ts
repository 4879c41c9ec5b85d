import { readdirSync } from 'node:fs';
import { widgetLanguages } from './languages.ts';

it('names each language that there is', () => {
	const files = readdirSync('plugins/widget/languages').map((name) => name.replace('.json', ''));
	expect([...widgetLanguages]).toEqual(files.sort());
});
