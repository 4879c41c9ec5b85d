import type { Attributes } from '../../../shared/client/visitor-acts.ts';
import type { VisitorClient } from '../../../shared/client/visitor-client.ts';
import type { HostWish } from './host-link.ts';

const own = ['name', 'email', 'phone'] as const;

/** The known three have their places; whatever else a page says is the site's own. */
export function attributesOf(
	given: Readonly<Record<string, string | number | boolean | null>>,
): Attributes {
	const known: Record<string, string | null> = {};
	const custom: Record<string, string | number | boolean> = {};
	for (const [name, value] of Object.entries(given)) {
		if (own.some((one) => one === name)) {
			if (value === null || typeof value === 'string') known[name] = value;
		} else if (/^(string|number|boolean)$/.test(typeof value) && value !== null) {
			custom[name] = value;
		}
	}
	return { ...known, ...(Object.keys(custom).length > 0 ? { custom } : {}) };
}

/** Does what the site's page asks for. */
export function grant(
	wish: HostWish,
	client: Pick<VisitorClient, 'identify' | 'forget' | 'setAttributes'>,
	answer: (text: string, greeting: { readonly id: string; readonly text: string }) => void,
): void {
	if (wish.type === 'parley:send') answer(wish.text, { id: wish.greeting, text: wish.said });
	else if (wish.type === 'parley:attributes') client.setAttributes(attributesOf(wish.attributes));
	else if (wish.type === 'parley:identify') {
		if (wish.proof === null) client.forget();
		else client.identify(wish.proof);
	}
}
