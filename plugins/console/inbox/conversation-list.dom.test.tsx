import { act } from 'react';
import { createRoot } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import { DeskProvider, rightsOf } from '../shell/desk.tsx';
import { ConversationList } from './conversation-list.tsx';
import type { Tab } from './lists.ts';
import { viewOf } from './testing/view.ts';

Object.assign(globalThis, {
	IS_REACT_ACT_ENVIRONMENT: true,
	ResizeObserver: class {
		observe(): void {}
		disconnect(): void {}
	},
	fetch: () => Promise.resolve({ ok: true, status: 200, json: () => Promise.resolve([]) }),
});

/** The list over these conversations, as an agent has it. */
function list(
	views: readonly ReturnType<typeof viewOf>[],
	{ tab = 'waiting', role = 'agent' }: { tab?: Tab; role?: string } = {},
) {
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	const chosen: string[] = [];
	const acts: unknown[] = [];
	const client = {
		act: (frame: unknown) => acts.push(frame),
		onChanged: () => () => undefined,
		loadMore: () => undefined,
		retryNow: () => undefined,
	} as unknown as AgentClient;
	const draw = (now: readonly ReturnType<typeof viewOf>[], loaded = true): void => {
		const state = {
			conversations: new Map(now.map((view) => [view.id, view])),
			loaded: new Set(loaded ? ['waiting', 'active', 'pending', 'ended'] : []),
			hasMore: new Set(),
			visitors: new Map([['v_a', { name: 'Hanna Lindqvist' }]]),
			news: { drafts: new Map(), marks: new Map(), isStoreAway: false },
			link: { kind: 'open' },
			team: [],
		} as unknown as AgentState;
		const me = { id: 'me', name: 'Mira', role };
		act(() =>
			root.render(
				<DeskProvider value={{ me, client, state, ...rightsOf(role) }}>
					<ConversationList
						tab={tab}
						onTab={() => undefined}
						chosen={null}
						onChoose={(id) => chosen.push(id)}
						reading={{ unreadOf: () => 0, markUnread: () => undefined }}
						archiving={{ gone: new Set(), archive: () => undefined }}
					/>
				</DeskProvider>,
			),
		);
	};
	draw(views);
	return {
		chosen,
		acts,
		draw,
		rows: () => [...place.querySelectorAll<HTMLElement>('.row')],
		names: () => [...place.querySelectorAll('.row .name b')].map(({ textContent }) => textContent),
		text: () => place.textContent ?? '',
		press: (key: string, on: Element = document.body) =>
			act(() => {
				on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
			}),
		click: (name: RegExp) =>
			act(() => {
				const buttons = [...place.querySelectorAll('button')];
				const found = buttons.find(({ textContent, ariaLabel }) =>
					name.test(ariaLabel ?? textContent ?? ''),
				);
				(
					found ?? buttons.find((button) => name.test(button.getAttribute('aria-label') ?? ''))
				)?.click();
			}),
		end: () => act(() => root.unmount()),
	};
}

beforeEach(() => localStorage.clear());
afterEach(() => document.body.replaceChildren());

it('draws of ten thousand conversations only those that can be seen', () => {
	const views = Array.from({ length: 10_000 }, (_, n) => viewOf(`c${n}`));
	const { rows, text, end } = list(views);
	expect(text()).toContain('10000');
	expect(rows().length).toBeGreaterThan(0);
	expect(rows().length).toBeLessThan(40);
	end();
});

it('is one stop of the Tab key, in which arrows and J K move', () => {
	const { rows, press, chosen, end } = list([viewOf('a'), viewOf('b'), viewOf('c')]);
	expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([0, -1, -1]);
	press('j');
	expect(document.activeElement).toBe(rows()[0]);
	press('ArrowDown', rows()[0]);
	expect(document.activeElement).toBe(rows()[1]);
	press('k');
	expect(document.activeElement).toBe(rows()[0]);
	press('End', rows()[0]);
	expect(document.activeElement).toBe(rows()[2]);
	expect(rows().map(({ tabIndex }) => tabIndex)).toEqual([-1, -1, 0]);
	expect(chosen).toEqual([]);
	act(() => rows()[2]?.click());
	expect(chosen).toEqual(['c']);
	end();
});

it('claims the row with the focus by C, unless somebody only reads', () => {
	for (const [role, expected] of [
		['agent', [{ type: 'conversation.claim', conversation: 'a' }]],
		['reader', []],
	] as const) {
		const { press, acts, end } = list([viewOf('a')], { role });
		press('j');
		press('c');
		expect(acts).toEqual(expected);
		end();
	}
});

it('does not reorder while the focus is in it, and does when it has left', () => {
	const at = (minute: number) => ({ waitingSinceAt: `2026-03-01T12:0${minute}:00.000Z` });
	const { rows, names, press, draw, end } = list([viewOf('a', at(1)), viewOf('b', at(2))]);
	expect(names()[0]).toBe('Hanna Lindqvist');
	press('j');
	draw([viewOf('a', at(9)), viewOf('b', at(2))]);
	expect(names()[0]).toBe('Hanna Lindqvist');
	act(() => rows()[0]?.blur());
	draw([viewOf('a', at(9)), viewOf('b', at(3))]);
	expect(names()[1]).toBe('Hanna Lindqvist');
	end();
});

it('says what is so when nothing is there, and nothing of the kind while it is on its way', () => {
	const { text, draw, end } = list([]);
	expect(text()).toContain('Nobody is waiting');
	draw([], false);
	expect(text()).not.toContain('Nobody is waiting');
	end();
});

it('ends several at once, after one question', () => {
	HTMLDialogElement.prototype.showModal = function () {
		this.open = true;
	};
	const { click, acts, rows, end } = list([viewOf('a'), viewOf('b'), viewOf('c')]);
	click(/Select several/);
	act(() => rows()[0]?.click());
	act(() => rows()[2]?.click());
	expect(rows().map((row) => row.getAttribute('aria-checked'))).toEqual(['true', 'false', 'true']);
	click(/^End$/);
	expect(acts).toEqual([]);
	act(() => {
		document
			.querySelector('dialog form')
			?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
	});
	expect(acts).toEqual(
		['a', 'c'].map((conversation) => ({ type: 'conversation.end', conversation, reason: '' })),
	);
	end();
});

it('says aloud, once, that an own conversation waits too long', () => {
	const long = viewOf('a', { assignee: 'me', waitingSinceAt: '2020-03-01T12:00:00.000Z' });
	const { draw, end } = list([viewOf('b', { waitingSinceAt: '2020-03-01T12:00:00.000Z' })]);
	const said = () => document.querySelector('[role=alert]')?.textContent;
	expect(said()).toBe('');
	draw([long]);
	expect(said()).toBe('Hanna Lindqvist waits too long');
	end();
});
