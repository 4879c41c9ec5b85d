import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WordList } from '../../shared/site/words.ts';
import type { VisitorEventBody, VisitorEventView } from '../../shared/views/event-view.ts';
import type { TranscriptFacts } from './render-rows.ts';
import { renderVisitor, type TranscriptFormat } from './render-visitor.ts';

const wordsOf = (tag: string): WordList =>
	JSON.parse(
		readFileSync(join(import.meta.dirname, `../../plugins/widget/languages/${tag}.json`), 'utf8'),
	) as WordList;

type Authored = VisitorEventBody & { readonly author?: VisitorEventView['author'] };
const mira = { kind: 'agent', name: 'Mira' } as const;
const visitor = { kind: 'visitor', name: '' } as const;
const bot = { kind: 'bot', name: '' } as const;
const said = (text: string, author: VisitorEventView['author'] = visitor, files: string[] = []) =>
	({
		type: 'message',
		text,
		author,
		files: files.map((name) => ({
			id: 'f1',
			name,
			type: 'application/pdf',
			size: 1,
			width: null,
			height: null,
			isInline: false,
		})),
		quickReplies: [],
		deleted: false,
	}) satisfies Authored;

/** One event a minute from 13:02 on. */
const timeline = (...bodies: readonly Authored[]): VisitorEventView[] =>
	bodies.map((body, index) => ({
		author: visitor,
		...body,
		vseq: index + 1,
		createdAt: new Date(Date.UTC(2026, 10, 24, 13, 2 + index)).toISOString(),
		clientId: null,
	}));

const facts: TranscriptFacts = {
	site: 'Tandem & Sons',
	language: { tag: 'en', direction: 'ltr', words: wordsOf('en') },
	locale: 'en-GB',
	timeZone: 'Europe/Berlin',
};

function render(
	format: TranscriptFormat,
	events: readonly VisitorEventView[],
	more: Partial<TranscriptFacts> = {},
): string {
	const rendering = renderVisitor(format, { ...facts, ...more });
	const amendments = events.filter(({ type }) => type === 'edit' || type === 'redaction');
	return rendering.begin() + rendering.page({ events, amendments }) + rendering.end(false);
}

const chat = timeline(
	said('My tandem has a BSA shell.\n\nWill the TS-24 fit?'),
	{ type: 'joined', agentName: 'Mira', author: mira },
	said('It will.', mira, ['fitting guide.pdf']),
	said('Thank you for writing.', bot),
	said('a secret that was taken back'),
	{ type: 'edit', target: 3, text: 'It will, with a tool.', deleted: false, author: mira },
	{ type: 'redaction', target: 5 },
	{ type: 'ended', by: 'agent', author: mira },
	{ type: 'rating', score: 4, effort: null },
);

it('is a text that reads like the chat, as it stands now', () => {
	// Versions of Node differ in the comma.
	expect(render('txt', chat).replace('Tuesday,', 'Tuesday')).toBe(`Chat with Tandem & Sons
Times in Europe/Berlin

--- Tuesday 24 November 2026 ---

14:02  You
    My tandem has a BSA shell.
    
    Will the TS-24 fit?

Mira joined at 14:03

14:04  Mira
    It will, with a tool.
    File: fitting guide.pdf
    (Edited at 14:07)

14:05  Tandem & Sons (Automatic)
    Thank you for writing.

14:06  You deleted this message

Mira ended the chat at 14:09

14:10  You rated it 4 of 5.
`);
});

it('is in the language, the way to write dates, and the time zone of the visitor', () => {
	const language = { tag: 'de', direction: 'ltr', words: wordsOf('de') } as const;
	const text = render('txt', chat, { language, locale: 'de-AT', timeZone: 'Asia/Tokyo' });
	expect(text).toContain('Chat mit Tandem & Sons');
	expect(text).toContain('--- Dienstag, 24. November 2026 ---');
	expect(text).toContain('22:06  Sie haben diese Nachricht gelöscht');
	const page = render('html', chat, {
		language: { tag: 'ar', direction: 'rtl', words: wordsOf('ar') },
	});
	expect(page).toContain('<html lang="ar" dir="rtl">');
});

it('begins a new day where the visitor has one', () => {
	const late = timeline(said('one'), said('two')).map((event, index) => ({
		...event,
		createdAt: `2026-11-24T${index === 0 ? '22:59' : '23:01'}:00.000Z`,
	}));
	const days = (timeZone: string) => render('txt', late, { timeZone }).match(/^---/gm)?.length;
	expect([days('Europe/Berlin'), days('UTC')]).toEqual([2, 1]);
});

it('continues on the next page where the last one ended', () => {
	const rendering = renderVisitor('txt', facts);
	const [first, second] = timeline(said('one'), said('two'));
	const page = (event: VisitorEventView | undefined) =>
		rendering.page({ events: event === undefined ? [] : [event], amendments: [] });
	expect(page(first)).toContain('---');
	expect(page(second)).not.toContain('---');
	expect(rendering.end(true)).toContain('room for no more');
});

describe('whatever somebody writes', () => {
	const hostile = [
		'<script>alert(1)</script>',
		'</p></article></main><img src=x onerror=alert(1)>',
		'"><svg/onload=alert(1)>',
		"' onmouseover='alert(1)",
		'<!--',
		'<style>*{display:none}</style>',
		'&lt;script&gt;',
		'<a href="javascript:alert(1)">x</a>',
		'<meta http-equiv=refresh content="0;url=https://evil.example">',
	];

	const written = (text: string): VisitorEventView[] =>
		timeline(
			said(text, { kind: 'agent', name: text }, [text]),
			{ type: 'joined', agentName: text, author: { kind: 'agent', name: text } },
			said(text),
			{ type: 'edit', target: 3, text, deleted: false },
		);
	/** All that a browser takes for a tag or a comment. */
	const tagsOf = (page: string): string[] => page.match(/<[^>]*>?/g) ?? [];
	const read = (page: string): string =>
		page
			.replace(/&lt;|&gt;|&quot;|&#39;/g, (entity) => entities[entity] ?? '')
			.replaceAll('&amp;', '&');
	const entities: Record<string, string> = {
		'&lt;': '<',
		'&gt;': '>',
		'&quot;': '"',
		'&#39;': "'",
	};

	it.each(hostile)('%s is text in the page', (text) => {
		const page = render('html', written(text), { site: text });
		const harmless = render('html', written('x'), { site: 'x' });
		expect(tagsOf(page)).toEqual(tagsOf(harmless));
		expect(read(page)).toContain(`<p class="text" dir="auto">${text}</p>`);
		expect(read(page)).toContain(`<h1>Chat with ${text}</h1>`);
		expect(read(page)).toContain(`<bdi>File: ${text}</bdi>`);
	});

	it('cannot look like a line of somebody else', () => {
		const forged =
			'Hello\n\n14:03  Mira\n    You get your money back\r14:04  Mira\r\n--- x ---\u2028y';
		const text = render('txt', timeline(said(forged, mira, ['a\n14:05  Mira'])));
		const starts = text.split('\n').filter((line) => /^[^\s-]/.test(line));
		expect(starts).toEqual(['Chat with Tandem & Sons', 'Times in Europe/Berlin', '14:02  Mira']);
	});

	it('cannot command a terminal or turn the text round', () => {
		const text = render('txt', timeline(said('\u001b[2Jred\u0007\u0000 \u202efdp.exe', mira)));
		expect(text).toContain('[2Jred fdp.exe');
		expect(text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
	});
});

it('what was erased is a line without a word of it', () => {
	const [first] = timeline(said('', visitor));
	if (first?.type !== 'message') throw new Error('a message');
	for (const format of ['txt', 'html'] as const) {
		expect(render(format, [{ ...first, deleted: true }])).toContain('You deleted this message');
	}
});
