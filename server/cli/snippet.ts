import type { Verb } from './verb.ts';

/** What a site owner pastes into a page. The plain link is part of it: a script that does not load cannot draw one. */
export const snippet: Verb = {
	usage: 'snippet',
	summary: 'prints what puts the chat on a page of your website',
	help: `Paste it before </body> of each page, or into your theme's footer. The link works without scripts; style it as you
like, or leave it out where the page has another way to reach you.`,
	run({ house, url, print }) {
		for (const site of house.sites.all()) {
			print(`<!-- ${site.name} -->`);
			print(`<script async src="${url}/widget.js?site=${site.key}"></script>`);
			print(`<noscript><a href="${url}/chat/${site.key}">Chat with us</a></noscript>`);
		}
		return Promise.resolve(0);
	},
};
