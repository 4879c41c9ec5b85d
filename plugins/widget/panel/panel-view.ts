import type { Page, VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import type { Settings } from '../settings.ts';
import { strings } from '../strings.ts';
import { createComposer } from './composer.ts';
import { h, icon, setText } from './dom.ts';
import { createLog } from './log-view.ts';
import { createMenu } from './menu.ts';
import { rowsOf } from './rows.ts';
import { agentOf, runningOf } from './standing.ts';
import { createStateBar } from './state-bar.ts';

interface PanelOptions {
	readonly settings: Settings;
	readonly isEmbedded: boolean;
	readonly client: VisitorClient;
	readonly now: () => number;
	readonly page: () => Page | undefined;
	readonly onClose: () => void;
	readonly onSent: () => void;
}

/** Whatever stands at the foot of the log: exactly one of these. */
type Dock = 'composer' | 'question' | 'ended';

/** Header, state bar, log and dock, and which of them is shown. */
export function createPanel(options: PanelOptions) {
	const { client, settings } = options;
	let asksEnd = false;
	/** The conversation after whose end the visitor wants a new one. */
	let leftBehind: string | null = null;
	let shownDock: Dock | null = null;

	const title = h('h1', { dir: 'auto' });
	const second = h('p', { dir: 'auto' });
	const menu = createMenu(strings.more, [
		{ label: strings.end, icon: 'end', onChoose: () => ask(true) },
	]);
	const closeTool = h(
		'button',
		{
			type: 'button',
			class: 'tool',
			'aria-label': strings.close,
			title: strings.close,
			onclick: options.onClose,
		},
		icon('close'),
	);
	closeTool.hidden = !options.isEmbedded;
	const header = h(
		'header',
		{ class: 'bar' },
		h('span', { class: 'brand' }, icon('chat')),
		h('div', { class: 'who' }, title, second),
		menu.root,
		closeTool,
	);

	const bar = createStateBar({ retryNow: () => client.retryNow(), now: options.now });
	const log = createLog({
		tryAgain: (key) => client.tryAgain(key),
		discard: (key) => client.discard(key),
	});
	const welcome = h(
		'div',
		{ class: 'welcome', hidden: true },
		h('h2', {}, strings.hello),
		h('p', {}, strings.helloMore),
	);
	const notKept = h('p', { class: 'notice', hidden: true }, strings.notKept);
	log.root.prepend(welcome, notKept);

	const composer = createComposer((text) => {
		client.send(text, options.page());
		options.onSent();
		log.toEnd();
	});
	const keep = h(
		'button',
		{ type: 'button', class: 'btn', onclick: () => ask(false) },
		strings.keep,
	);
	const end = h(
		'button',
		{ type: 'button', class: 'btn bad', onclick: () => endNow() },
		strings.end,
	);
	const question = h(
		'section',
		{ class: 'dock card' },
		h('h2', {}, strings.endQuestion),
		h('p', {}, strings.endMore),
		h('div', { class: 'pair' }, keep, end),
	);
	const startNew = h(
		'button',
		{ type: 'button', class: 'btn main wide', onclick: () => begin() },
		strings.startNew,
	);
	const ended = h('section', { class: 'dock card' }, h('h2', {}, strings.chatEnded), startNew);
	const docks: Readonly<Record<Dock, HTMLElement>> = { composer: composer.root, question, ended };
	const root = h('div', { class: 'panel' }, header, bar.root, log.root, ...Object.values(docks));

	root.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape') return;
		if (asksEnd) ask(false);
		else if (options.isEmbedded) options.onClose();
	});

	function ask(asks: boolean): void {
		asksEnd = asks;
		render(client.state);
		if (asks) keep.focus();
		else menu.focus();
	}

	function endNow(): void {
		const running = runningOf(client.state);
		asksEnd = false;
		if (running !== null) client.end(running.id);
		render(client.state);
	}

	function begin(): void {
		leftBehind = client.state.log.at(-1)?.id ?? null;
		render(client.state);
		composer.focus();
	}

	function render(state: VisitorState): void {
		const newest = state.log.at(-1);
		const running = runningOf(state);
		const agent = running === null ? null : agentOf(running.timeline.events);
		setText(title, agent ?? settings.name);
		setText(second, agent === null ? '' : settings.name);
		second.hidden = agent === null;
		menu.hide(running === null);

		const rows = rowsOf(state, options.now(), timeOf, navigator.onLine);
		log.render(rows);
		welcome.hidden = !state.isLoaded || rows.length > 0;
		notKept.hidden = state.isKept;
		if (state.isLoaded) log.listen();
		bar.render(state);

		if (running === null) asksEnd = false;
		// What is being sent will open a conversation: the end of the old one is past.
		const isOver = newest !== undefined && running === null && newest.id !== leftBehind;
		const goesOn = state.pending.some(
			({ frame, state: sending }) => frame.type === 'message.send' && sending !== 'failed',
		);
		show(asksEnd ? 'question' : isOver && !goesOn ? 'ended' : 'composer');
	}

	function show(dock: Dock): void {
		if (dock === shownDock) return;
		const hadFocus = shownDock !== null && docks[shownDock].contains(document.activeElement);
		for (const [name, element] of Object.entries(docks)) element.hidden = name !== dock;
		shownDock = dock;
		// Focus must not fall out of the panel with the part that had it.
		if (hadFocus && dock === 'ended') startNew.focus();
		if (hadFocus && dock === 'composer') composer.focus();
	}

	return {
		root,
		render,
		focus(): void {
			log.toEnd();
			if (shownDock === 'ended') startNew.focus();
			else if (shownDock === 'question') keep.focus();
			else composer.focus();
		},
	};
}

const timeOf = (at: number): string =>
	new Date(at).toLocaleTimeString(undefined, { hour: 'numeric', minute: '2-digit' });
