import { act } from 'react';
import { createRoot } from '@wordpress/element';
import { DeskProvider, type Desk } from '../../shell/desk.tsx';
import { Composer, type Reach } from '../composer.tsx';
import { edit, useEditing } from '../editing.ts';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;

/** A composer whose reach others may change, and an agent's hands. */
export function compose(
	reach: Reach,
	{ name = null, events = [] }: { name?: string | null; events?: readonly object[] } = {},
) {
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	const sent: string[] = [];
	const typed: boolean[] = [];
	const client = {
		act: (frame: { type: string; text: string; files?: string[] }) =>
			sent.push(
				`${frame.type === 'note.send' ? 'note' : 'reply'}: ${[frame.text, ...(frame.files ?? [])].join(' + ')}`,
			),
		typing: (_: string, isOn: boolean) => typed.push(isOn),
		onChanged: () => () => undefined,
	};
	const desk = {
		me: { id: 'a1', name: 'Mira', role: 'agent' },
		client,
		state: {
			link: { kind: 'open' },
			conversations: new Map([['v1.1', { visitor: 'v1', site: 's1' }]]),
			visitors: new Map([['v1', { name }]]),
			timelines: new Map([['v1.1', { events, amendments: new Map() }]]),
		},
	} as unknown as Desk;
	const become = (next: Reach) =>
		act(async () =>
			root.render(
				<DeskProvider value={desk}>
					<Composer id="v1.1" reach={next} />
					<Editing />
				</DeskProvider>,
			),
		);
	const field = () => place.querySelector('textarea') as HTMLTextAreaElement;
	const press = async (key: string) => {
		await act(async () => {
			field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
		});
	};
	return {
		sent,
		typed,
		become,
		place,
		press,
		type: (text: string) =>
			act(async () => {
				field().focus();
				setValue?.call(field(), field().value + text);
				field().dispatchEvent(new Event('input', { bubbles: true }));
			}),
		enter: () => press('Enter'),
		choose: (name: string) =>
			act(async () => {
				const labels = [...place.querySelectorAll('label')];
				labels.find(({ textContent }) => textContent === name)?.click();
			}),
		text: () => field().value,
		isNote: () => place.querySelector('.as-note') !== null,
		seenBy: () => place.querySelector('.seen-by')?.textContent,
		offered: () => [...place.querySelectorAll('[role=option] .key')].map((key) => key.textContent),
		pointed: () => place.querySelector('[aria-selected=true] .key')?.textContent,
		edited: () => place.querySelector('output')?.textContent,
		leave: () => act(async () => root.unmount()),
	};
}

const Editing = () => <output>{useEditing('v1.1')}</output>;

const reply = (key: string, more: object = {}) => ({
	id: key,
	key,
	title: `About ${key}`,
	text: `Hello {firstName}, ${key} of {site} by {agent}`,
	isShared: true,
	sites: 'all',
	uses: 0,
	mayChange: true,
	rev: 1,
	...more,
});
/** Answers what the composer asks; gives what it was told to do. */
export function serveReplies(): string[] {
	const asked: string[] = [];
	const bodies: Record<string, unknown> = {
		'/api/v1/replies': [reply('safety'), reply('safe-pack', { isShared: false }), reply('bye')],
		'/api/v1/sites': [{ id: 's1', name: 'Tandem', settings: { articles: [] } }],
	};
	globalThis.fetch = (async (path: string, init?: { method?: string }) => {
		if (init?.method === 'POST') asked.push(path);
		return { ok: true, status: 200, json: async () => bodies[path] ?? {} };
	}) as unknown as typeof fetch;
	return asked;
}

export function cleanUp(): void {
	document.body.replaceChildren();
	sessionStorage.clear();
	act(() => edit('v1.1', null));
}
