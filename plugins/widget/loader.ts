import { createLauncher } from './loader/launcher.ts';
import type { Settings } from './settings.ts';

/*
 * What `/widget.js?site=KEY` gives. The server puts the site's settings in the place of the one literal below. Nothing here may
 * break the page it runs in: whatever fails, the page's own link to the chat remains.
 */
function start(settings: Settings): void {
	const run = () => {
		try {
			createLauncher(settings);
		} catch {
			// Best effort: an old browser, or a page that forbids what we need.
		}
	};
	// An async script in the head may run before there is a body.
	if (document.body) run();
	else document.addEventListener('DOMContentLoaded', run);
}

start('__PARLEY_SETTINGS__' as unknown as Settings);
