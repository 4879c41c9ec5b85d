import type { Attributes } from '../../../shared/client/visitor-acts.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { needsConsent } from '../panel/decide-screen.ts';
import { h } from '../panel/dom.ts';
import type { Context } from '../panel/view.ts';
import { strings } from '../strings.ts';
import { checkField, type FieldName } from './check-field.ts';
import { createConsent } from './consent.ts';
import { createField } from './field.ts';
import { keptForm } from './kept-form.ts';
import { createTopics } from './topics.ts';

export interface Asks {
	readonly name: FieldName;
	readonly label: string;
	readonly isRequired: boolean;
	readonly value: string;
}

interface FormOptions {
	readonly asks: readonly Asks[];
	readonly hasTopics: boolean;
	readonly submit: string;
	readonly onSubmit: (question: string, topic: string | undefined) => void;
}

type Own = 'name' | 'email' | 'phone';

/**
 * A form that is kept as it is typed. What the visitor says about themselves is told to the server as soon as its field is left,
 * so that somebody who leaves can still be answered; where the site asks for consent, not before that is given.
 */
export function createForm({ settings, client, storage }: Context, options: FormOptions) {
	const { prechat, privacyUrl, key } = settings;
	const kept = keptForm(storage, key);
	const typed = kept.all();
	const said = new Map<Own, string>();

	const fields = options.asks.map(({ name, label, isRequired, value }) => {
		if (name !== 'question' && value !== '') said.set(name, value);
		return createField(name, {
			label,
			isRequired,
			saysOptional: !isRequired,
			value: typed[name] ?? value,
			onInput: keep,
			onLeave: () => tell(false),
		});
	});
	const topics = options.hasTopics
		? createTopics(prechat.topics, typed['topic'] ?? '', keep)
		: null;
	const consent =
		prechat.consentMonths !== null && needsConsent(settings, client.state)
			? createConsent(prechat.consentMonths, privacyUrl, () => tell(false))
			: null;
	const all = [topics, ...fields, consent].filter((part) => part !== null);
	const root = h(
		'form',
		{ class: 'form', novalidate: true },
		...all.map((part) => part.root),
		h('button', { type: 'submit', class: 'btn main wide' }, options.submit),
	);

	const values = (): Record<string, string> => ({
		...Object.fromEntries(fields.map(({ name, value }) => [name, value()])),
		...(topics === null ? {} : { topic: topics.value() }),
	});

	function keep(): void {
		kept.set({ ...kept.all(), ...values() });
	}

	/** `isSent`: the form as a whole, with its consent. */
	function tell(isSent: boolean): void {
		if (consent !== null && !consent.isGiven()) return;
		const news: Record<string, string> = {};
		for (const { name, value } of fields) {
			if (name === 'question' || value() === '' || value() === said.get(name)) continue;
			if (checkField(name, value(), false) !== null) continue;
			said.set(name, value());
			news[name] = value();
		}
		const attributes: Attributes = { ...news, ...(consent === null ? {} : { consent: true }) };
		if (Object.keys(news).length > 0 || (isSent && consent !== null))
			client.setAttributes(attributes);
	}

	root.addEventListener('submit', (event) => {
		event.preventDefault();
		const wrong = all.filter((part) => !part.check());
		if (wrong.length > 0) return wrong[0]?.focus();
		tell(true);
		kept.clear();
		const { question = '', topic } = values();
		options.onSubmit(question, topic || undefined);
	});
	return { root, focus: (): void => all[0]?.focus() };
}

/** What the server knows of the visitor already. */
export const knownOf = ({ news }: VisitorState, name: Own): string => news.visitor?.[name] ?? '';

export const labelOf = (name: Own): string => strings[name];
