import { escapeHtml } from '../../shared/escape-html.ts';
import type { TranscriptRow } from './render-rows.ts';

/* How rows become a file. Whatever somebody wrote is text in it and nothing else. */

/** Writes a transcript piece by piece, so that a long one is never in memory as a whole. */
export interface Rendering<Page> {
	begin(): string;
	page(page: Page): string;
	/** `isCut`: there was more. */
	end(isCut: boolean): string;
}

export interface Heading {
	/** BCP 47. */
	readonly tag: string;
	readonly direction: 'ltr' | 'rtl';
	/** One line. */
	readonly title: string;
	/** Lines under the title. */
	readonly facts: readonly string[];
	/** What stands at the end when there was more. */
	readonly cut: string;
}

export function writeRows<Page>(
	format: 'txt' | 'html',
	heading: Heading,
	rows: (page: Page) => readonly TranscriptRow[],
): Rendering<Page> {
	const { title, facts, cut } = heading;
	if (format === 'txt') {
		return {
			begin: () => `${[title, ...facts].join('\n')}\n`,
			page: (page) => rows(page).map(textOfRow).join(''),
			end: (isCut) => (isCut ? `\n${cut}\n` : ''),
		};
	}
	return {
		begin: () => htmlHead(heading),
		page: (page) => rows(page).map(htmlOfRow).join(''),
		end: (isCut) => `${isCut ? `<p class="line">${escapeHtml(cut)}</p>\n` : ''}</main>\n</html>\n`,
	};
}

/** What was said stands indented, so that nobody can write a line that looks like somebody else's. */
function textOfRow(row: TranscriptRow): string {
	if (row.kind === 'day') return `\n--- ${row.text} ---\n`;
	if (row.kind === 'line') return `\n${timed(row)}${row.text}\n`;
	const by = row.author + (row.label === '' ? '' : ` (${row.label})`);
	const lines = [
		...(row.text === '' ? [] : row.text.split('\n')),
		...row.files,
		...(row.edited === '' ? [] : [`(${row.edited})`]),
	];
	return `\n${row.time}  ${by}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

function htmlOfRow(row: TranscriptRow): string {
	if (row.kind === 'day') return `<h2>${escapeHtml(row.text)}</h2>\n`;
	if (row.kind === 'line')
		return `<p class="line">${timed(row)}<bdi>${escapeHtml(row.text)}</bdi></p>\n`;
	const files = row.files.map((file) => `<p class="file"><bdi>${escapeHtml(file)}</bdi></p>`);
	const edited = row.edited === '' ? '' : `<p class="line">${escapeHtml(row.edited)}</p>`;
	const said = row.text === '' ? '' : `<p class="text" dir="auto">${escapeHtml(row.text)}</p>`;
	const label = row.label === '' ? '' : ` <em>${escapeHtml(row.label)}</em>`;
	const by = `<bdi>${escapeHtml(row.author)}</bdi>${label}`;
	const tone = row.tone === 'other' ? '' : ` class="${row.tone}"`;
	return `<article${tone}><h3>${by} <time>${row.time}</time></h3>${said}${files.join('')}${edited}</article>\n`;
}

/** Some sentences tell the time themselves. */
const timed = ({ time, text }: { readonly time: string; readonly text: string }): string =>
	text.includes(time) ? '' : `${time}  `;

const style =
	':root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}' +
	'main{max-width:42rem;margin:2rem auto;padding:0 1rem}' +
	'h1{font-size:1.25rem}h2,.line{margin:1.5rem 0 .5rem;font-size:.8125rem;font-weight:400;opacity:.75}' +
	'article{margin:.75rem 0;padding:.5rem .875rem;border:1px solid #8886;border-radius:12px;overflow-wrap:anywhere}' +
	'.own{margin-inline-start:3rem}.note{border-inline-start:4px solid #b8860b;border-radius:0}' +
	'h3{margin:0;font-size:.8125rem}time,em{font-weight:400;opacity:.75}' +
	'.text,.file{margin:.25rem 0 0;white-space:pre-wrap}';

/** The policy stands in the page too: a file that lies on a disk has no headers. */
function htmlHead({ tag, direction, title, facts }: Heading): string {
	return `<!doctype html>
<html lang="${tag}" dir="${direction}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
<main>
<h1>${escapeHtml(title)}</h1>
${facts.map((fact) => `<p class="line">${escapeHtml(fact)}</p>\n`).join('')}`;
}
