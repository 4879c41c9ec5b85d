import { act } from 'react';
import { createRoot } from '@wordpress/element';
import type { AgentState } from '../../../shared/client/agent-client.ts';
import { noticeKinds } from '../../../shared/views/notice-view.ts';
import type { ConversationView, TeamEventView } from '../../../shared/views/event-view.ts';
import { DeskProvider, rightsOf } from '../shell/desk.tsx';
import { Notices } from './notices.tsx';
import { words } from './words.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/* The part of the console that tells things, in a browser whose notifications and sounds are written down. */

const all = Object.fromEntries(noticeKinds.map((kind) => [kind, true]));
const usual = {
	sounds: all,
	notifications: all,
	volume: 60,
	quietWhileLooking: false,
	noticeText: true,
	language: 'auto',
};
const view = (more: object = {}): ConversationView =>
	({
		id: 'c1',
		seq: 1,
		site: 's1',
		visitor: 'v1',
		status: 'active',
		assignee: 'me',
		participants: ['me'],
		group: null,
		messageCount: 1,
		lastAt: '2026-05-04T12:00:00Z',
		waitingSinceAt: null,
		preview: 'Hello',
		...more,
	}) as never;
const asked = view({
	seq: 2,
	messageCount: 2,
	preview: 'Do the brakes fit?',
	waitingSinceAt: new Date().toISOString(),
});

class ShownNotice extends EventTarget {
	static permission: NotificationPermission = 'granted';
	static all: ShownNotice[] = [];
	static requestPermission = jest.fn(() => Promise.resolve(ShownNotice.permission));
	readonly title: string;
	readonly options: NotificationOptions;
	isClosed = false;
	constructor(title: string, options: NotificationOptions) {
		super();
		this.title = title;
		this.options = options;
		ShownNotice.all.push(this);
	}
	close(): void {
		this.isClosed = true;
	}
}
const shown = (): string[] =>
	ShownNotice.all.map(({ title, options }) => `${title}: ${options.body}`);

let isFocused = false;
beforeEach(() => {
	jest.useFakeTimers();
	localStorage.clear();
	isFocused = false;
	ShownNotice.all = [];
	ShownNotice.permission = 'granted';
	ShownNotice.requestPermission.mockClear();
	document.hasFocus = () => isFocused;
	Object.assign(window, { Notification: ShownNotice, isSecureContext: true });
});
afterEach(() => {
	document.body.replaceChildren();
	jest.useRealTimers();
});

/** A console of this agent: one tab. */
async function tab(prefs: object = usual, conversation: string | null = null) {
	globalThis.fetch = jest.fn((address: string) =>
		Promise.resolve({
			ok: true,
			status: 200,
			json: () => Promise.resolve(address.endsWith('/prefs') ? prefs : []),
		}),
	) as never;
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	const hearers = new Set<(event: TeamEventView) => void>();
	const client = {
		onEvent: (hearer: (event: TeamEventView) => void) => {
			hearers.add(hearer);
			return () => hearers.delete(hearer);
		},
		onChanged: () => () => {},
		show: jest.fn(),
	};
	const me = { id: 'me', name: 'Mira', role: 'agent' };
	const render = async (...views: ConversationView[]): Promise<void> => {
		const state = {
			conversations: new Map(views.map((one) => [one.id, one])),
			loaded: new Set(['waiting', 'active']),
			visitors: new Map([['v1', { name: 'Hanna' }]]),
			team: [{ id: 'me', name: 'Mira', groups: [] }],
			duty: { status: 'available', wanted: 'available' },
			link: { kind: 'open' },
		} as unknown as AgentState;
		const value = { me, client, state, ...rightsOf('agent') } as never;
		const route = { area: 'inbox', id: conversation, sub: null } as const;
		act(() =>
			root.render(
				<DeskProvider value={value}>
					<Notices route={route} waiting={0} />
				</DeskProvider>,
			),
		);
		await act(() => jest.advanceTimersByTimeAsync(1000));
	};
	await render(view());
	return { place, client, render, hearers, end: () => act(() => root.unmount()) };
}

it('tells a message in a background tab, with who and what, once [C10]', async () => {
	const { render, end } = await tab();
	expect(shown()).toEqual([]);
	await render(asked);
	await render(asked);
	expect(shown()).toEqual(['Hanna: Do the brakes fit?']);
	end();
});

it('shows no words when that was chosen', async () => {
	const { render, end } = await tab({ ...usual, noticeText: false });
	await render(asked);
	expect(shown()).toEqual([`${words.noticeMessage}: `]);
	end();
});

it('does not tell what is before the eyes, and tells it when the window is left', async () => {
	isFocused = true;
	const { render, end } = await tab(usual, 'c1');
	await render(asked);
	expect(shown()).toEqual([]);
	isFocused = false;
	act(() => void window.dispatchEvent(new Event('blur')));
	await render({ ...asked, messageCount: 3 });
	expect(shown()).toHaveLength(1);
	// Looking at it closes the notice.
	isFocused = true;
	act(() => void window.dispatchEvent(new Event('focus')));
	expect(ShownNotice.all[0]?.isClosed).toBe(true);
	end();
});

it('two tabs tell one notice', async () => {
	const [one, two] = [await tab(), await tab()];
	await Promise.all([one.render(asked), two.render(asked)]);
	expect(shown()).toHaveLength(1);
	one.end();
	two.end();
});

it('opens the conversation when the notice is clicked', async () => {
	const { render, end } = await tab();
	await render(asked);
	const focus = jest.spyOn(window, 'focus').mockReturnValue();
	ShownNotice.all[0]?.dispatchEvent(new Event('click'));
	expect(location.hash).toBe('#c=c1');
	expect(focus).toHaveBeenCalledTimes(1);
	end();
});

it('tells the server whether the window can be seen', async () => {
	const { client, end } = await tab();
	const set = (state: string) => {
		Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
		document.dispatchEvent(new Event('visibilitychange'));
	};
	act(() => set('hidden'));
	expect(client.show).toHaveBeenLastCalledWith(false);
	act(() => set('visible'));
	expect(client.show).toHaveBeenLastCalledWith(true);
	end();
});

describe('the question whether notifications may be shown', () => {
	const bar = (place: HTMLElement): Element | null => place.querySelector('.banner.ask');
	const press = (place: HTMLElement, text: string): Promise<void> =>
		act(async () => {
			const buttons = [...place.querySelectorAll('button')];
			buttons.find((button) => button.textContent === text)?.click();
			await jest.advanceTimersByTimeAsync(0);
		});

	it('is asked at the first visit, and the browser only after a click [M1]', async () => {
		ShownNotice.permission = 'default';
		const { place, end } = await tab();
		expect(bar(place)?.textContent).toContain(words.ask);
		expect(ShownNotice.requestPermission).not.toHaveBeenCalled();
		await press(place, words.askYes);
		expect(ShownNotice.requestPermission).toHaveBeenCalledTimes(1);
		expect(bar(place)).toBeNull();
		end();
	});

	it('never comes again once it was put away', async () => {
		ShownNotice.permission = 'default';
		const first = await tab();
		await press(first.place, words.askNo);
		expect(bar(first.place)).toBeNull();
		first.end();
		const second = await tab();
		expect(bar(second.place)).toBeNull();
		expect(ShownNotice.requestPermission).not.toHaveBeenCalled();
		second.end();
	});

	it('is not asked when it is settled, or when the browser cannot', async () => {
		for (const permission of ['granted', 'denied'] as const) {
			ShownNotice.permission = permission;
			const { place, end } = await tab();
			expect(bar(place)).toBeNull();
			end();
		}
		ShownNotice.permission = 'default';
		Object.assign(window, { isSecureContext: false });
		const { place, end } = await tab();
		expect(bar(place)).toBeNull();
		end();
	});
});
