import { act } from 'react';
import { createRoot } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { reducerBy } from '../../../shared/client/timeline.ts';
import type { TeamEventView } from '../../../shared/views/event-view.ts';
import { DeskProvider, type Desk } from '../shell/desk.tsx';
import { Timeline } from './timeline.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const reducer = reducerBy<TeamEventView>(({ seq }) => seq);
const authors = {
	hanna: { kind: 'visitor', id: 'v1', name: '' },
	mira: { kind: 'agent', id: 'a1', name: 'Mira' },
	jonas: { kind: 'agent', id: 'a2', name: 'Jonas' },
} as const;

/** A conversation on screen, to which things happen. */
function show() {
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	let timeline = reducer.empty();
	let draft = '';
	const asked: string[] = [];
	const client = {
		seen: () => undefined,
		ask: async ({ file }: { file: string }) => {
			asked.push(file);
			return { url: `/files/${file}`, expiresAt: new Date(Date.now() + 300_000).toISOString() };
		},
	} as unknown as AgentClient;
	const me = { id: 'a1', name: 'Mira', role: 'agent' };
	const state = {
		link: { kind: 'open' },
		team: [{ id: 'a2', name: 'Jonas', photo: '/photos/jonas' }],
		visitors: new Map([['v1', { name: 'Hanna Berg' }]]),
	};
	const put = (who: keyof typeof authors, text: string, more: object = {}): void => {
		const seq = timeline.last + 1;
		const body = { type: 'message', text, files: [], quickReplies: [], deleted: false };
		const event = { ...body, conversation: 'v1.1', seq, vseq: seq, clientId: null, ...more };
		const createdAt = new Date(Date.UTC(2026, 2, 4, 12, seq)).toISOString();
		const whole = { createdAt, author: authors[who], ...event } as unknown as TeamEventView;
		timeline = reducer.apply(timeline, [whole]);
	};
	const draw = () =>
		act(async () =>
			root.render(
				<DeskProvider value={{ me, client, state } as unknown as Desk}>
					<Timeline
						id="v1.1"
						me={me}
						client={client}
						timeline={timeline}
						pending={[]}
						isOnline
						draft={draft}
						marks={null}
						asked={null}
						onAsk={() => undefined}
					/>
				</DeskProvider>,
			),
		);
	return {
		place,
		asked,
		draw,
		leave: () => act(async () => root.unmount()),
		put,
		happen: async (who: keyof typeof authors, text: string, more: object = {}) => {
			put(who, text, more);
			await draw();
		},
		type: async (text: string) => {
			draft = text;
			await draw();
		},
		spoken: () => place.querySelector('.announcer')?.textContent,
	};
}

beforeEach(() => localStorage.clear());
afterEach(() => document.body.replaceChildren());

test('what others write is read once, notes as notes, own words and drafts never', async () => {
	const talk = show();
	await talk.happen('hanna', 'Before the view opened');
	expect(talk.spoken()).toBe('');
	await talk.happen('hanna', 'Does it fit?');
	expect(talk.spoken()).toBe('Hanna Berg: Does it fit?');
	await talk.type('My old one');
	expect(talk.spoken()).toBe('Hanna Berg: Does it fit?');
	expect(talk.place.querySelector('.draft')?.getAttribute('aria-hidden')).toBe('true');
	await talk.happen('jonas', 'HG body', { type: 'note', vseq: null });
	expect(talk.spoken()).toBe('Note from Jonas: HG body');
	await talk.happen('mira', 'It does');
	expect(talk.spoken()).toBe('Note from Jonas: HG body');
	await talk.leave();
});

test('what came since the last visit has a line above it; what comes while one looks has none', async () => {
	const talk = show();
	await talk.happen('hanna', 'One');
	await talk.happen('hanna', 'While one looks');
	expect(talk.place.querySelector('.newline')).toBeNull();
	await talk.leave();

	const again = show();
	for (const text of ['One', 'While one looks', 'Three']) again.put('hanna', text);
	await again.happen('hanna', 'Four');
	const line = again.place.querySelector('.newline');
	expect(line?.textContent).toMatch(/^New since/);
	expect(line?.nextElementSibling?.textContent).toContain('Three');
	await again.leave();
});

test('faces: the photo of a colleague, the initials of the visitor, on the last of a group', async () => {
	const talk = show();
	await talk.happen('hanna', 'a');
	await talk.happen('hanna', 'b');
	await talk.happen('jonas', 'c');
	const faces = [...talk.place.querySelectorAll('article')].map((article) => {
		const face = article.querySelector('.who');
		return face?.querySelector('img')?.getAttribute('src') ?? face?.textContent ?? null;
	});
	expect(faces).toEqual([null, 'HB', '/photos/jonas']);
	await talk.leave();
});

test('a picture keeps its room before it is loaded, and is not larger than 320 by 240', async () => {
	const talk = show();
	const file = { id: 'f1', name: 'hub.png', type: 'image/png', size: 9, isInline: true };
	await talk.happen('hanna', '', { files: [{ ...file, width: 1600, height: 800 }] });
	const img = talk.place.querySelector('.shot img');
	expect(img?.getAttribute('src')).toBe('/files/f1');
	expect([img?.getAttribute('width'), img?.getAttribute('height')]).toEqual(['320', '160']);
	expect(talk.asked).toEqual(['f1']);
	await talk.leave();
});

test('what stands in a text is text, and only web and mail addresses are links', async () => {
	const talk = show();
	await talk.happen(
		'hanna',
		'<img src=x onerror=alert(1)> javascript:alert(1) https://a.example/b',
	);
	const bubble = talk.place.querySelector('.bubble');
	expect(bubble?.querySelector('img')).toBeNull();
	expect([...(bubble?.querySelectorAll('a') ?? [])].map((link) => [link.href, link.rel])).toEqual([
		['https://a.example/b', 'noopener noreferrer nofollow'],
	]);
	await talk.leave();
});
