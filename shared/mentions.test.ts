import { mentionedIn } from './mentions.ts';

const team = ['Mira Kovač', 'Mira Okafor', 'Jonas Weber', 'Jon', 'Özlem Ünal'].map((name) => ({
	id: name,
	name,
}));

it.each([
	['Please look, @Jonas Weber', ['Jonas Weber']],
	['@jonas can you?', ['Jonas Weber']],
	['@Jon, not the other one', ['Jon']],
	// Of a first name that two have, both are meant; of a whole name only that one.
	['@Mira: who of you?', ['Mira Kovač', 'Mira Okafor']],
	['@Mira Okafor knows', ['Mira Okafor']],
	['@özlem und @Jonas', ['Özlem Ünal', 'Jonas Weber']],
	['mail to jonas@example.com or @Jonasson', []],
	['Jonas', []],
	['@', []],
])('in %j are meant: %j', (text, meant) => {
	expect(mentionedIn(text, team)).toEqual(meant);
});
