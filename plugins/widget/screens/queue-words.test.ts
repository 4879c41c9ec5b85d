import '../testing/english.ts';
import { placeText, waitText } from './queue-words.ts';

test.each<[number | null, string]>([
	[1, 'You are next'],
	[2, 'You are second in line'],
	[9, 'You are ninth in line'],
	[10, 'You are number 10 in line'],
	[null, 'You are in line'],
])('place %s: %s', (position, words) => {
	expect(placeText(position)).toBe(words);
});

test.each<[number | null, number | null, string]>([
	[2, 6, 'Usually 2 to 6 minutes from now'],
	[0, 2, 'Usually within 2 minutes'],
	[1, 1, 'Usually within 1 minute'],
	[null, null, 'We cannot tell yet how long it takes'],
	[20, 31, 'More than 30 min. A message may be quicker.'],
])('%s to %s: %s', (fromMinutes, toMinutes, words) => {
	expect(waitText({ fromMinutes, toMinutes })).toBe(words);
});
