import { initials } from './loader-greetings.ts';

it.each([
	['Mira Kovač', 'MK'],
	['Tandem & Sons', 'TS'],
	['Åsa', 'Å'],
	["Sinéad O'Connor", 'SO'],
	['田中 太郎', '田太'],
	['24/7', ''],
])('initials of %s', (name, letters) => {
	expect(initials(name)).toBe(letters);
});
