import { createLauncher } from './loader/launcher.ts';
import type { Queue } from './loader/core.ts';
import type { LoaderSettings } from './settings.ts';

/*
 * What `/widget.js?site=KEY` gives. The server puts the site's settings in the place of the one literal below. Nothing here may break
 * the page it runs in: whatever fails, the page's own link to the chat remains.
 *
 * In the page there is one name, `window.parley`, a function that takes commands: 'open', 'close', 'identify', 'setAttributes' and
 * 'on'. A page may put a stub there that collects calls in `parley.q`. Its property `_` says which sites have started, for a script
 * that is included twice.
 */

try {
	const settings = '__PARLEY_SETTINGS__' as unknown as LoaderSettings;
	const [key] = settings;
	const { _: started, q = [] } = self.parley || ({} as Partial<Queue>);
	if (!started?.includes(key)) {
		const queue = createLauncher(settings);
		// With two sites in one page the commands are those of the first.
		if (started) started.push(key);
		else {
			queue._ = [key];
			self.parley = queue;
			q.forEach((call) => queue(...call));
		}
	}
} catch {
	// Best effort: an old browser, or a page that forbids what we need.
}
