import { createDraft } from './draft.ts';

const values = new Map<string, string>();
const storage = {
	get: (key: string) => values.get(key) ?? null,
	set: (key: string, value: string) => void values.set(key, value),
	remove: (key: string) => void values.delete(key),
	keys: () => [...values.keys()],
};
const load = (site = 's1') => {
	const field = document.createElement('textarea');
	return { field, look: createDraft(field, storage, site) };
};
/** Somebody writes this, and the page is left. */
const begin = (token: string | null, text: string): void => {
	const { field, look } = load();
	look(token);
	field.value = text;
	look(token);
};
const foundBy = (token: string | null, site?: string): string => {
	const { field, look } = load(site);
	look(token);
	return field.value;
};

beforeEach(() => values.clear());

test('what was begun is there again after a reload, with all its lines', () => {
	begin('token-of-ellen', ' Hello\n\nthere ');
	expect(foundBy('token-of-ellen')).toBe(' Hello\n\nthere ');
	expect(foundBy('token-of-ellen', 's2')).toBe('');
});

test('another visitor at the same device does not see it, also not after a log-out', () => {
	begin('token-of-ellen', 'My order number is 20418');
	expect(foundBy('tamas-has-another')).toBe('');
	expect(foundBy(null)).toBe('');
	const { field, look } = load();
	look('token-of-ellen');
	look(null);
	expect(field.value).toBe('');
});

test('what was sent is gone, and what is already written stays', () => {
	begin('token-of-ellen', 'Hello');
	const { field, look } = load();
	field.value = 'Good morning';
	look('token-of-ellen');
	expect(field.value).toBe('Good morning');
	field.value = '';
	look('token-of-ellen');
	expect(foundBy('token-of-ellen')).toBe('');
});
