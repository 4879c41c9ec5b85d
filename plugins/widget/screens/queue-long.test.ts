import '../testing/english.ts';
import { waitText } from './queue-words.ts';

it.each([29, 30])('up to half an hour the minutes are told: %i', (toMinutes) => {
	expect(waitText({ fromMinutes: null, toMinutes })).toContain(`${toMinutes}`);
	expect(waitText({ fromMinutes: null, toMinutes })).not.toBe(
		waitText({ fromMinutes: null, toMinutes: 31 }),
	);
});
