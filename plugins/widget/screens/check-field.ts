import type { Word } from '../strings.ts';

export type FieldName = 'name' | 'email' | 'phone' | 'question';

const fewestDigits = 7;

/** What is wrong with it, as a word; null: nothing. */
export function checkField(name: FieldName, value: string, isRequired: boolean): Word | null {
	if (value === '') return isRequired ? 'missing' : null;
	if (name === 'email') return /^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value) ? null : 'emailWrong';
	if (name !== 'phone') return null;
	if (!/^[+()\d /.-]+$/.test(value)) return 'phoneWrong';
	return value.replace(/\D/g, '').length < fewestDigits ? 'phoneShort' : null;
}
