import { say, strings } from '../strings.ts';
import { drawn, h } from '../panel/dom.ts';
import { alert, check as tick } from '../panel/icons.ts';

/** The site's line about keeping, to be agreed to. */
export function createConsent(months: number, privacyUrl: string | null, onChange: () => void) {
	const input = h('input', { type: 'checkbox', 'aria-describedby': 'consent-error' });
	const box = h('span', { class: 'box' }, drawn(tick));
	const label = h('label', {}, input, box, h('span', {}, say('consent', { n: months })));
	const error = h(
		'p',
		{ class: 'error', id: 'consent-error', hidden: true },
		drawn(alert),
		strings.consentMissing,
	);
	const root = h('div', { class: 'agree' }, label, ...privacyLink(privacyUrl), error);

	function check(): boolean {
		error.hidden = input.checked;
		input.setAttribute('aria-invalid', String(!input.checked));
		return input.checked;
	}
	input.addEventListener('change', () => {
		if (!error.hidden) check();
		onChange();
	});
	return { root, check, isGiven: () => input.checked, focus: (): void => input.focus() };
}

export const privacyLink = (url: string | null): HTMLElement[] =>
	url === null ? [] : [h('a', outward(url), strings.privacy)];

/** The shop's own pages open beside the chat, which stays. */
export const outward = (href: string) => ({ href, target: '_blank', rel: 'noopener' });
