import { pageParts } from '../../shared/client/page.ts';
import type { ToPreview } from '../../shared/site/site-preview.ts';
import { createCore } from './panel/core.ts';
import { drawn } from './panel/dom.ts';
import { clip, smile } from './panel/icons.ts';
import { createPanel } from './panel/panel-view.ts';
import { createStillClient, stateOf } from './preview/still-client.ts';
import { learn, speak } from './strings.ts';

/*
 * The panel as the console shows it beside the settings: the same parts with a client that never connects. The page has no origin
 * and its policy allows no requests, so nothing is kept and no visitor is made.
 */

const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

const focus = HTMLElement.prototype.focus;
// Who types in the settings must not lose the cursor to the picture of a form.
HTMLElement.prototype.focus = function (options) {
	if (document.hasFocus()) focus.call(this, options);
};

const storage = { get: () => null, set: () => {}, remove: () => {}, keys: () => [] };

window.addEventListener('message', ({ data, source }: MessageEvent<ToPreview>) => {
	if (source === window.parent && data?.type === 'parley:preview') show(data);
});
window.parent.postMessage({ type: 'parley:preview-ready' }, '*');

function show(shown: ToPreview): void {
	const { settings, css, theme, direction, screen } = shown;
	const { documentElement: html } = document;
	html.lang = settings.language;
	html.dir = direction;
	if (theme === 'auto') delete html.dataset['theme'];
	else html.dataset['theme'] = theme;
	sheet.replaceSync(css);
	speak(settings.language, settings.words);
	learn(settings.words);

	const parts = { ...pageParts(window, '', ''), storage };
	const client = createStillClient(settings.key, parts, stateOf(shown, Date.now()));
	const host = { page: undefined, isOpen: true, say: () => {}, ready: () => {} };
	const core = createCore({ settings, client, host, source: 'launcher' });
	core.composer.clip.append(drawn(clip));
	core.composer.smile.append(drawn(smile));
	const panel = createPanel(core, storage, { isOn: () => true, turn: () => {} });
	document.getElementById('panel')?.replaceChildren(core.root);
	core.render(client.state);
	panel.render(client.state);
	// The way that a visitor goes.
	if (screen === 'form')
		core.root.querySelector<HTMLElement>('.body:not([hidden]) .btn.main')?.click();
}
