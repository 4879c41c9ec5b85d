import { checkField, type FieldName } from './check-field.ts';

test.each<[FieldName, string, boolean, string | null]>([
	['name', '', true, 'missing'],
	['name', '', false, null],
	['email', 'ellen.marsh@', true, 'emailWrong'],
	['email', 'ellen@localhost', true, 'emailWrong'],
	['email', 'ellen.marsh@example.com', true, null],
	['phone', '0113 49', false, 'phoneShort'],
	['phone', 'call me', false, 'phoneWrong'],
	['phone', '+44 (0)113 496-0184', false, null],
	['question', 'Does it fit?', true, null],
])('%s "%s", required %s: %s', (name, value, isRequired, word) => {
	expect(checkField(name, value, isRequired)).toBe(word);
});
