import './styles/panel.css';
import { pageParts } from '../../shared/client/page.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import { createHostLink } from './panel/host-link.ts';
import { createPanel } from './panel/panel-view.ts';
import { createUnread } from './panel/unread.ts';
import type { Settings } from './settings.ts';
import { fill, strings } from './strings.ts';

/* The chat itself: a page of its own, in the loader's frame or in a tab. */

const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as Settings;
const isEmbedded = window.parent !== window;
document.title = fill(strings.title, { site: settings.name });
document.documentElement.classList.toggle('is-embedded', isEmbedded);

const parts = pageParts(window, `${location.origin.replace(/^http/, 'ws')}/ws/visitor`);
const client = new VisitorClient({ site: settings.key, parts, onChange: () => render() });
const unread = createUnread(parts.storage, settings.key);
const host = createHostLink({
	onOpened: () => {
		panel.focus();
		render();
	},
	onClosed: () => render(),
});
const panel = createPanel({
	settings,
	isEmbedded,
	client,
	now: () => Date.now(),
	page: () => host.page,
	onClose: () => host.say({ type: 'parley:close' }),
	onSent: () => host.say({ type: 'parley:acted' }),
});

function render(): void {
	const { state } = client;
	panel.render(state);
	const isSeen = document.visibilityState === 'visible' && (!isEmbedded || host.isOpen);
	host.say({ type: 'parley:unread', count: unread.count(state.log, isSeen) });
}

document.getElementById('panel')?.append(panel.root);
document.addEventListener('visibilitychange', render);
for (const change of ['online', 'offline']) window.addEventListener(change, render);
client.start();
render();
host.ready();
