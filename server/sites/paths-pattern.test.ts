import { pathsPattern } from './paths-pattern.ts';

it.each([
	['/', '/', true],
	['/', '/parts', false],
	['/parts/*', '/parts/ts-24', true],
	['/parts/*', '/parts', false],
	['*/basket', '/de/basket', true],
	['/a.b', '/axb', false],
	['/a.b', '/a.b', true],
	['/über-uns', '/%C3%BCber-uns', true],
	['/100%(new)', '/100%25(new)', true],
	['/a|b', '/a', false],
	['/a\ud800', '/a', false],
])('the pattern %s and the path %s: %s', (pattern, path, isMeant) => {
	// As the loader asks: found at the very beginning.
	expect(path.search(pathsPattern(['/never', pattern])) === 0).toBe(isMeant);
	expect(path.search(pathsPattern([]))).toBe(-1);
});
