/*
 * What has the focus may go with what it did: a row that is archived, a tag that is removed, the form after signing in. The browser
 * then gives the focus to the page as a whole, where a screen reader begins at the top and no ring is seen. It goes to the nearest
 * place that is still there instead. What is only switched off, as a button is while it works, lends it to the heading and has it
 * back when it can be used again. Who clicked beside everything has no focus and gets none.
 */

const reachable =
	'a[href], button:not(:disabled), input:not(:disabled), textarea:not(:disabled), select, [tabindex="0"]';

interface Last {
	readonly element: HTMLElement;
	/** What it stood in, the nearest first. */
	readonly around: readonly HTMLElement[];
}

/** Watches over the focus within `root`, until the answer is called. */
export function keepFocus(root: HTMLElement): () => void {
	let last: Last | null = null;
	let lent: { readonly by: Last; readonly to: HTMLElement } | null = null;

	function onFocus({ target }: FocusEvent): void {
		if (!(target instanceof HTMLElement)) return;
		const around: HTMLElement[] = [];
		for (let up = target.parentElement; up !== null && root.contains(up); up = up.parentElement)
			around.push(up);
		last = { element: target, around };
	}
	const isGone = ({ element }: Last): boolean =>
		!element.isConnected || element.matches(':disabled');
	function restore(): void {
		const from = last;
		if (from === null || !isGone(from) || document.activeElement !== document.body) return;
		const isOff = from.element.isConnected;
		const homes = isOff ? from.around.filter((home) => home.matches('dialog, .pane')) : from.around;
		for (const home of homes) {
			const place = home.isConnected ? placeIn(home) : null;
			if (place === null) continue;
			place.focus({ preventScroll: true });
			lent = isOff ? { by: from, to: place } : null;
			return;
		}
	}
	function giveBack(): void {
		if (lent === null || isGone(lent.by)) return;
		if (document.activeElement === lent.to) lent.by.element.focus({ preventScroll: true });
		lent = null;
	}
	// Two frames later: whoever took it away may know a better place, and a browser takes it from what is switched off in the first.
	const observer = new MutationObserver(() => {
		giveBack();
		if (last !== null && isGone(last)) requestAnimationFrame(() => requestAnimationFrame(restore));
	});
	root.addEventListener('focusin', onFocus);
	observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
	return () => {
		root.removeEventListener('focusin', onFocus);
		observer.disconnect();
	};
}

/** The heading of a pane, or the first that can be worked in anything smaller. */
function placeIn(home: HTMLElement): HTMLElement | null {
	const isPane = home.matches('.pane, dialog');
	const panes = isPane ? [home] : [...home.querySelectorAll<HTMLElement>('.pane')];
	const pane = panes.find(isShown);
	if (pane === undefined)
		return [...home.querySelectorAll<HTMLElement>(reachable)].find(isShown) ?? null;
	const heading = [...pane.querySelectorAll<HTMLElement>('h2')].find(isShown) ?? null;
	// A heading takes the focus when it is given to it, and is no stop of the Tab key.
	heading?.setAttribute('tabindex', '-1');
	return heading ?? [...pane.querySelectorAll<HTMLElement>(reachable)].find(isShown) ?? null;
}

const isShown = (element: HTMLElement): boolean =>
	!element.matches('.hidden, [tabindex="-1"]:not(h2)') &&
	// Not known in the browser of the tests.
	(element.checkVisibility?.() ?? true);
