import '../testing/english.ts';
import type { VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import { visitorReducer } from '../../../shared/client/visitor-log.ts';
import type { FileView, VisitorEventView } from '../../../shared/views/event-view.ts';
import type { Core } from './core.ts';
import { createLogMore } from './log-more.ts';
import { createLog } from './log-view.ts';

const startedAt = new Date('2026-05-06T12:00:00').getTime();
const clock = { now: startedAt };
const hostile = '<img src=x onerror=alert(1)></script>\u202e\u2066';
const own = { author: { kind: 'visitor', name: '' } };

function eventOf(vseq: number, given: Record<string, unknown>): VisitorEventView {
	return {
		type: 'message',
		vseq,
		author: { kind: 'agent', name: 'Mira Kovač' },
		clientId: null,
		createdAt: new Date(startedAt).toISOString(),
		text: `text ${vseq}`,
		files: [],
		quickReplies: [],
		deleted: false,
		...given,
	} as unknown as VisitorEventView;
}

function stateOf(events: readonly Record<string, unknown>[], more: object = {}): VisitorState {
	const views = events.map((given, index) => eventOf(index + 1, given));
	const timeline = visitorReducer.apply(visitorReducer.empty(), views);
	return {
		link: { kind: 'open' },
		isLoaded: true,
		isKept: true,
		log: [{ id: 'v.1', timeline }],
		pending: [],
		news: { marks: new Map(), typing: null },
		...more,
	} as unknown as VisitorState;
}

function bare(acts: string[] = []) {
	const client = {
		redact: (conversation: string, vseq: number) => acts.push(`redact ${conversation} ${vseq}`),
		tryAgain: (key: string) => acts.push(`again ${key}`),
		discard: (key: string) => acts.push(`discard ${key}`),
		retryNow: () => acts.push('retry'),
		link: async ({ file }: { file: string }) => {
			acts.push(`link ${file}`);
			return `http://localhost/files/${file}`;
		},
	} as unknown as VisitorClient;
	const settings = { key: 's1', name: 'Tandem & Sons', fileBytes: 1024 };
	return { client, settings, chat: document.createElement('div') };
}

function setUp() {
	const acts: string[] = [];
	const { client, settings, chat } = bare(acts);
	const log = createLog({ client, settings, now: () => clock.now });
	chat.append(log.root);
	const send = (text: string) => acts.push(`send ${text}`);
	createLogMore({ client, settings, log, chat, send } as unknown as Core);
	document.body.replaceChildren(chat);
	const all = (selector: string) => [...log.root.querySelectorAll<HTMLElement>(selector)];
	const press = (key: string) =>
		(document.activeElement ?? document.body).dispatchEvent(
			new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
		);
	return { log, acts, all, press };
}

beforeEach(() => {
	clock.now = startedAt;
	jest.spyOn(Date, 'now').mockImplementation(() => clock.now);
});
afterEach(() => jest.restoreAllMocks());

test('each message is one article that says who wrote it and when, the name once for a group', () => {
	const { log, all } = setUp();
	log.render(stateOf([{}, {}, own]));
	const articles = all('article');
	expect(articles).toHaveLength(3);
	expect(articles.map((article) => article.firstElementChild?.textContent)).toEqual([
		expect.stringMatching(/^Mira Kovač12:00/),
		expect.stringMatching(/^Mira Kovač, 12:00/),
		expect.stringMatching(/^You, 12:00/),
	]);
	expect(all('.by b bdi').map(({ textContent }) => textContent)).toEqual(['Mira Kovač']);
	expect(all('.face').map(({ textContent }) => textContent)).toEqual(['M\u200cK']);
});

test('what is hostile is text and nothing else', () => {
	const { log, all } = setUp();
	const files = [fileOf({ id: 'f1', name: hostile })];
	log.render(
		stateOf(
			[
				{ author: { kind: 'agent', name: hostile }, text: hostile, files, quickReplies: [hostile] },
				{ type: 'joined', agentName: hostile },
			],
			{ news: { marks: new Map(), typing: { name: hostile } } },
		),
	);
	expect(log.root.querySelectorAll('img, script, [style]')).toHaveLength(0);
	expect(all('.bubble[dir=auto]')[0]?.textContent).toBe(hostile);
	expect(all('.line')[0]?.textContent).toContain(`\u2068${hostile}\u2069 joined`);
});

test('a row is changed in place, so that it is read aloud once', () => {
	const { log, all } = setUp();
	const frame = { type: 'message.send', clientId: 'c1', text: 'Hello' };
	const item = { frame, at: startedAt, state: 'sending', code: null, message: null };
	log.render(stateOf([], { pending: [item] }));
	const [before] = all('article');
	log.render(stateOf([{ ...own, clientId: 'c1', text: 'Hello' }]));
	expect(all('article')).toEqual([before]);
	expect(before?.textContent).toMatch(/Sent$/);
});

test('a link opens in a tab of its own and says nothing of the shop', () => {
	const { log } = setUp();
	log.render(stateOf([{ text: 'See https://tandem.example/ts-24. javascript:alert(1)' }]));
	const links = [...log.root.querySelectorAll('a')];
	expect(links.map(({ href, target, rel }) => [href, target, rel])).toEqual([
		['https://tandem.example/ts-24', '_blank', 'noopener noreferrer ugc'],
	]);
});

test('the arrow keys lead through messages and what is in them; the log is one stop for Tab', () => {
	const { log, all, press } = setUp();
	log.render(stateOf([{ text: 'https://a.example' }, {}, own]));
	log.root.focus();
	press('ArrowUp');
	expect(document.activeElement).toBe(all('article')[2]);
	press('ArrowUp');
	press('ArrowUp');
	expect(document.activeElement).toBe(all('a')[0]);
	press('Home');
	expect(document.activeElement).toBe(all('article')[0]);
	press('ArrowUp');
	expect(document.activeElement).toBe(all('article')[0]);
	press('End');
	expect(document.activeElement).toBe(all('.del')[0]);
	expect(all('a, button, article').every(({ tabIndex, hidden }) => hidden || tabIndex === -1)).toBe(
		true,
	);
});

test('the button that takes an own message back goes after five minutes', () => {
	jest.useFakeTimers();
	const { log, all } = setUp();
	log.render(stateOf([own]));
	expect(all('.del')).toHaveLength(1);
	clock.now += 5 * 60_000;
	jest.advanceTimersByTime(5 * 60_000 + 10);
	expect(all('.del')).toHaveLength(0);
	jest.useRealTimers();
});

test('an answer that is chosen is sent', () => {
	const { log, acts, all } = setUp();
	log.render(stateOf([{ quickReplies: ['Reserve one', 'How do I fit it?'] }]));
	const answers = all('[role=group] button');
	expect(answers.map(({ textContent }) => textContent)).toEqual([
		'Reserve one',
		'How do I fit it?',
	]);
	answers[1]?.click();
	expect(acts).toEqual(['send How do I fit it?']);
	log.render(stateOf([{ quickReplies: ['Reserve one'] }, own]));
	expect(all('[role=group]')[0]?.hidden).toBe(true);
});

test('who is writing is seen at once, said at most every 30 s, and gone with the end of the chat', () => {
	const { log, all } = setUp();
	const typing = (name: string | null) =>
		log.render(
			stateOf([{}], { news: { marks: new Map(), typing: name === null ? null : { name } } }),
		);
	const seen = () => all('[aria-hidden] .by')[0]?.closest<HTMLElement>('.message');
	const said = () => all('[role=status]')[0]?.textContent;
	typing('Mira');
	expect(seen()?.hidden).toBe(false);
	expect(seen()?.textContent).toContain('Mira is writing');
	expect(said()).toBe('Mira is writing');
	typing(null);
	expect(seen()?.hidden).toBe(true);
	clock.now += 29_000;
	typing('Mira');
	expect(said()).toBe('');
	clock.now += 1_000;
	typing('Mira');
	expect(said()).toBe('Mira is writing');
	typing('Mira');
	const news = { marks: new Map(), typing: { name: 'Mira' } };
	log.render(stateOf([{}, { type: 'ended', ...own }], { news }));
	expect(seen()?.hidden).toBe(true);
});

test('what was edited or deleted says so', () => {
	const { log, all } = setUp();
	log.render(
		stateOf([
			{},
			{},
			own,
			{ type: 'edit', target: 1, text: 'better', deleted: false },
			{ type: 'redaction', target: 2 },
			{ type: 'redaction', target: 3 },
		]),
	);
	const [edited, deleted, mine] = all('article').map(({ textContent }) => textContent);
	expect(edited).toMatch(/better.*Edited at 12:00/);
	expect(deleted).toMatch(/Mira Kovač deleted a message/);
	expect(mine).toMatch(/You deleted this message$/);
});

const fileOf = (given: Partial<FileView>): FileView => ({
	id: 'f',
	name: 'file',
	type: '',
	size: 421_888,
	width: null,
	height: null,
	isInline: false,
	...given,
});
const settle = () => new Promise((resolve) => setTimeout(resolve, 50));
/** What is loaded on use takes its time on a busy machine. */
async function come(isHere: () => boolean): Promise<void> {
	for (let tries = 0; !isHere() && tries < 100; tries += 1) await settle();
}

test('a file is a row with its size; its link is asked for when it is pressed, a new one after four minutes', async () => {
	const { log, acts, all } = setUp();
	const opened: string[] = [];
	const click = jest.spyOn(HTMLAnchorElement.prototype, 'click');
	click.mockImplementation(function (this: HTMLAnchorElement) {
		opened.push(this.href);
	});
	log.render(stateOf([{ text: '', files: [fileOf({ id: 'f1', name: 'guide.pdf' })] }]));
	await come(() => all('.file b').length > 0);
	expect(all('.file b')[0]?.textContent).toBe('guide.pdf');
	expect(all('.file')[0]?.textContent).toContain('412 kB');
	const [button] = all('[aria-label="Download guide.pdf"]');
	for (const ms of [0, 60_000, 200_000]) {
		clock.now += ms;
		button?.click();
		await settle();
	}
	expect(acts).toEqual(['link f1', 'link f1']);
	expect(opened).toHaveLength(3);
});

test('a picture has its room before it is here', async () => {
	const { log, all } = setUp();
	const picture = fileOf({ id: 'p1', name: 'crank.png', isInline: true, width: 800, height: 600 });
	log.render(stateOf([{ text: '', files: [picture] }]));
	expect(all('.shot')[0]?.style.aspectRatio).toBe('800 / 600');
	await come(() => all('img').length > 0);
	const image = all('img')[0] as HTMLImageElement;
	expect([image.alt, image.src]).toEqual(['crank.png', 'http://localhost/files/p1']);
	expect(all('[aria-label="Open crank.png in a new tab"]')).toHaveLength(1);
	image.dispatchEvent(new Event('error'));
	expect(all('.shot')[0]?.textContent).toContain('This could not be loaded.');
	all('.shot button')[0]?.click();
	await come(() => all('img').length === 1);
	expect(all('img')).toHaveLength(1);
});

test('a mark that changes does not load a picture again, and leaves the focus with the message', async () => {
	const { log, acts, all } = setUp();
	const picture = fileOf({ id: 'p1', name: 'crank.png', isInline: true, width: 800, height: 600 });
	const state = stateOf([{ ...own, text: '', files: [picture] }]);
	log.render(state);
	await settle();
	const [image] = all('img');
	all('.shot button')[0]?.focus();
	const read = { team: { delivered: 1, read: 1 }, own: { delivered: 1, read: 1 } };
	const marks = new Map([['v.1', read]]);
	log.render({ ...state, news: { ...state.news, marks } });
	expect(all('.meta')[0]?.textContent).toMatch(/Read$/);
	expect(all('img')).toEqual([image]);
	expect(acts).toEqual(['link p1']);
	expect(all('article')[0]?.contains(document.activeElement)).toBe(true);
});

test('what stands in the log before the second part is here gets its links then', () => {
	const { client, settings, chat } = bare();
	const log = createLog({ client, settings, now: () => clock.now });
	log.render(stateOf([{ text: 'See https://tandem.example/ts-24' }, own]));
	const all = (selector: string) => [...log.root.querySelectorAll<HTMLElement>(selector)];
	expect(all('a, .del')).toHaveLength(0);
	createLogMore({ client, settings, log, chat, send: () => undefined } as unknown as Core);
	log.render(stateOf([{ text: 'See https://tandem.example/ts-24' }, own]));
	expect(all('a')[0]?.getAttribute('href')).toBe('https://tandem.example/ts-24');
	expect(all('.del')).toHaveLength(1);
});
