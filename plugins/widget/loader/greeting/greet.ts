import type { ShownGreeting } from '../../settings.ts';
import type { Core } from '../core.ts';
import { showCard } from './card.ts';
import { isDue } from './rules.ts';
import { css } from './style.ts';

/** Shows each greeting once, where and when its rule says, and never where it would be in the way. */
export function greet(
	core: Core,
	key: string,
	closeMessage: string,
	greetings: readonly ShownGreeting[],
): void {
	const [shadow, launcher, element, remembered, , , on] = core;
	const memory = `parley:${key}`;
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	shadow.adoptedStyleSheets = [sheet, ...shadow.adoptedStyleSheets];
	// What comes into it is read out politely.
	const around = element('output');
	shadow.append(around);

	const seen = JSON.parse(remembered(`${memory}:g`) || '[]') as string[];
	const isCounted = greetings.some(({ pagesSeen }) => pagesSeen > 1);
	let pages = 0;
	let since = 0;
	let hide: (() => void) | undefined;

	const check = () => {
		if (
			hide ||
			launcher.hidden ||
			remembered(memory) ||
			document.activeElement?.matches('input,select,textarea,iframe,[contenteditable]')
		)
			return;
		const visit = {
			path: location.pathname,
			seconds: Math.round((Date.now() - since) / 1000),
			scrolled: ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100,
			pages,
			isPhone: matchMedia('(max-width:479px)').matches,
		};
		const found = greetings.find((one) => !seen.includes(one.id) && isDue(one, visit));
		if (!found) return;
		seen.push(found.id);
		remembered(`${memory}:g`, JSON.stringify(seen));
		hide = showCard(core, around, closeMessage, found);
	};

	const arrive = () => {
		hide?.();
		hide = undefined;
		since = Date.now();
		pages++;
		if (isCounted) {
			try {
				sessionStorage[`${memory}:n`] = pages = Number(sessionStorage[`${memory}:n`] || 0) + 1;
			} catch {
				// Counted as long as the page lives.
			}
		}
		for (const { afterSeconds } of greetings) setTimeout(check, afterSeconds * 1000);
	};

	on('page', arrive);
	on('open', () => hide?.());
	addEventListener('scroll', check, true);
	addEventListener('focusout', () => setTimeout(check));
	arrive();
}
