import { keptValue } from '../../../shared/client/kept-value.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';

/** What was typed into a form and not sent yet: there again when the chat is opened again. */
export function keptForm(storage: KeyValues, site: string) {
	const kept = keptValue(storage, `parley.form.${site}`);
	return {
		all(): Readonly<Record<string, string>> {
			try {
				return (JSON.parse(kept.get() || '{}') ?? {}) as Record<string, string>;
			} catch {
				return {};
			}
		},
		set(values: Readonly<Record<string, string>>): void {
			kept.set(JSON.stringify(values));
		},
		clear: (): void => kept.set(''),
	};
}
