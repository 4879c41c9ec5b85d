import type { KeyValues } from '../../../shared/client/parts.ts';
import type { Late } from '../late.ts';
import { learn } from '../strings.ts';
import type { Core } from './core.ts';
import { h } from './dom.ts';

/** The second part comes with a stylesheet and words of its own, which lie beside this script. Rejects when one does not come. */
export async function loadLate(core: Core, storage: KeyValues): Promise<Late> {
	const base = '/assets/widget/';
	const link = h('link', { rel: 'stylesheet', href: `${base}late.css` });
	document.head.append(link);
	const [{ createLate }, answer] = await Promise.all([
		import('../late.ts'),
		fetch(`${base}words-${core.settings.language}.json`),
		new Promise((resolve, reject) => {
			link.onload = resolve;
			link.onerror = reject;
		}),
	]);
	learn((await answer.json()) as Parameters<typeof learn>[0]);
	return createLate(core, storage);
}
