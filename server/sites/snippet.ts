import type { Site } from './site.ts';

/**
 * What an owner pastes into a page. The plain link is part of it: a script that does not load cannot draw one.
 * @param url where browsers reach the server, without a slash at the end
 */
export const snippetOf = ({ key }: Pick<Site, 'key'>, url: string): string =>
	[
		`<script async src="${url}/widget.js?site=${key}"></script>`,
		`<noscript><a href="${url}/chat/${key}">Chat with us</a></noscript>`,
	].join('\n');
