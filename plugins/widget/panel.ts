import './styles/panel.css';
import { pageParts } from '../../shared/client/page.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import type { Late } from './late.ts';
import { createCore } from './panel/core.ts';
import { createHostLink, type HostWish } from './panel/host-link.ts';
import { loadLate } from './panel/load-late.ts';
import type { PanelSettings } from './settings.ts';

/* The chat itself: a page of its own, in the loader's frame, in a frame of the shop's, or in a tab. */

const settings = JSON.parse(
	document.getElementById('settings')?.textContent ?? '',
) as PanelSettings;
const isInline = new URLSearchParams(location.search).has('inline');
const source = isInline ? 'inline' : window.parent === window ? 'page' : 'launcher';
document.documentElement.classList.add(source);

const parts = pageParts(
	window,
	`${location.origin.replace(/^http/, 'ws')}/ws/visitor`,
	'/poll/visitor',
);
const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
const [, code] = /^#continue=([\w-]{20,64})$/.exec(location.hash) ?? [];
// Worth something for ten minutes: not for the history, nor for who looks over the shoulder.
if (code) history.replaceState(null, '', location.pathname + location.search);

const client = new VisitorClient({
	site: settings.key,
	parts,
	locale,
	timeZone,
	onChange: () => render(),
	...(code && { code }),
});
let late: Late | null = null;
const wishes: HostWish[] = [];
const host = createHostLink({
	opened: focus,
	changed: () => render(),
	wish: (wish) => (late === null ? wishes.push(wish) : late.grant(wish)),
});
const core = createCore({ settings, client, host, source });

function render(): void {
	core.render(client.state);
	late?.render(client.state);
}

function focus(): void {
	render();
	if (late !== null) late.focus();
	else if (!core.chat.hidden) core.composer.focus();
}

function load(): void {
	loadLate(core, parts.storage).then(
		(loaded) => {
			late = loaded;
			wishes.forEach(loaded.grant);
			if (source !== 'launcher' || host.isOpen) focus();
			else render();
		},
		() => {
			// Reading and writing work without it.
			core.wait.hidden = true;
			core.chat.hidden = false;
			setTimeout(load, 5000);
		},
	);
}

document.getElementById('panel')?.append(core.root);
document.addEventListener('visibilitychange', render);
for (const change of ['online', 'offline']) window.addEventListener(change, render);
client.start();
render();
// A field to write in comes first; where a form or the like stands before it, that is in the second part.
setTimeout(load, core.chat.hidden ? 0 : 200);
host.ready();
