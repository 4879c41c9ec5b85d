import type { Beside, VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import type { PanelSettings } from '../settings.ts';
import { strings } from '../strings.ts';
import { createComposer } from './composer.ts';
import { h, icon, tool } from './dom.ts';
import { face } from './face.ts';
import type { HostLink } from './host-link.ts';
import { createLog } from './log-view.ts';
import { isPlain, runningOf } from './standing.ts';

export interface CoreOptions {
	readonly settings: PanelSettings;
	readonly client: VisitorClient;
	readonly host: HostLink;
	/** How the visitor came here. */
	readonly source: 'launcher' | 'inline' | 'page';
}

/** What is needed to read and to write; late.ts brings the rest. */
export function createCore(options: CoreOptions) {
	const { settings, client, host, source } = options;
	const { texts } = settings;
	const close = (): void => host.say({ type: 'parley:close' });
	const header = h(
		'header',
		{ class: 'bar bare' },
		h('span', { class: 'faces' }, face('', true)),
		h('div', { class: 'who' }, h('h1', {}, h('bdi', {}, settings.name))),
		...(source === 'launcher' ? [tool(strings.close, icon('close'), close)] : []),
	);
	const log = createLog({
		client,
		settings,
		now: Date.now,
	});
	const welcome = h(
		'div',
		{ class: 'welcome', hidden: true },
		h('h2', {}, texts.hello || strings.hello),
		h('p', {}, texts.welcome || strings.helloMore),
	);
	log.root.prepend(welcome);
	const composer = createComposer({ send, draft: (text) => client.draft(text) });
	const chat = h('div', { class: 'chat', hidden: !isPlain(settings) }, log.root, composer.root);
	const bones = h('div', { class: 'bones' });
	const wait = h('div', { class: 'body', hidden: isPlain(settings) }, bones);
	const root = h('div', { class: 'panel' }, header, wait, chat);

	function send(text: string, beside: Beside = {}): void {
		const { page } = host;
		const isFirst = runningOf(client.state) === null;
		client.send(text, {
			...(page && { page: { url: page.url, title: page.title } }),
			...(isFirst && {
				source,
				...(page?.referrer && { referrer: page.referrer }),
				...(core.group && { group: core.group }),
			}),
			...beside,
		});
		host.say({ type: 'parley:acted' });
		core.onSent();
		log.toEnd();
	}

	function render(state: VisitorState): void {
		const { reading } = core;
		const hasRows = log.render(
			reading === null
				? state
				: { ...state, log: state.log.filter(({ id }) => id === reading), pending: [] },
		);
		welcome.hidden = !state.isLoaded || hasRows;
		if (state.isLoaded) log.listen();
	}

	const core = {
		...options,
		root,
		header,
		log,
		composer,
		chat,
		wait,
		send,
		render,
		close,
		group: undefined as string | undefined,
		reading: null as string | null,
		onSent: (): void => {},
	};
	return core;
}
export type Core = ReturnType<typeof createCore>;
