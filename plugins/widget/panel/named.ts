import { say, type Word } from '../strings.ts';

const turns = /[\u0590-\u08ff\u200e-\u206f\ufb1d-\ufefc]/;

/** Where writing may run from right to left, names keep their own direction and cannot turn what stands beside them. */
export function named(word: Word, values: Readonly<Record<string, string>>): string {
	const text = say(word, values);
	if (!turns.test(text)) return text;
	const kept = Object.entries(values).map(([key, value]) => [key, `\u2068${value}\u2069`]);
	return say(word, Object.fromEntries(kept) as Record<string, string>);
}
