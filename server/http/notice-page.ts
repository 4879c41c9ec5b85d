import { createHash } from 'node:crypto';
import { escapeHtml } from '../../shared/escape-html.ts';
import type { Language } from '../../shared/site/words.ts';
import { noticePolicy } from './policies.ts';
import type { Answer } from './route.ts';

const style = `:root{color-scheme:light dark}body{max-width:32rem;margin:15vh auto;padding:0 1.25rem;font:15px/1.5 system-ui,sans-serif}h1{font-size:1.25rem;font-weight:600}`;
const styleHash = createHash('sha256').update(style).digest('base64');

/** A page that says one thing, for a person whose browser came to where nothing is. */
export function noticePage(
	status: number,
	{ tag, direction }: Language,
	title: string,
	more: string,
): Answer {
	const body = `<!doctype html>
<html lang="${tag}" dir="${direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(more)}</p></main>
</html>
`;
	return {
		status,
		type: 'text/html; charset=utf-8',
		body,
		headers: {
			'Cache-Control': 'no-store',
			'Content-Security-Policy': noticePolicy(styleHash),
			Vary: 'Accept, Accept-Language',
		},
	};
}
