import { snippetOf } from '../sites/index.ts';
import type { Verb } from './verb.ts';

/** What a site owner pastes into a page. */
export const snippet: Verb = {
	usage: 'snippet',
	summary: 'prints what puts the chat on a page of your website',
	help: `Paste it before </body> of each page, or into your theme's footer. The link works without scripts; style it as you
like, or leave it out where the page has another way to reach you.`,
	run({ house, url, print }) {
		for (const site of house.sites.all()) {
			print(`<!-- ${site.name} -->`);
			print(snippetOf(site, url));
		}
		return Promise.resolve(0);
	},
};
