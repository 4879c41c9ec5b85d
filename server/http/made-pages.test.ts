import { createMadePages } from './made-pages.ts';

it('makes a text once for each key, also when many ask at once', async () => {
	const made = createMadePages();
	const make = jest.fn(() => 'words '.repeat(200));
	const [one, two] = await Promise.all([
		made('a', 'text/plain', make),
		made('a', 'text/plain', make),
	]);
	expect(one).toBe(two);
	expect(make).toHaveBeenCalledTimes(1);
	await made('b', 'text/plain', make);
	expect(make).toHaveBeenCalledTimes(2);
});

it('forgets what was asked for longest ago, so that memory has an end', async () => {
	const made = createMadePages();
	const make = jest.fn(() => 'text');
	await made('often', 'text/plain', make);
	for (let n = 0; n < 250; n += 1) {
		await made(`rare ${n}`, 'text/plain', make);
		await made('often', 'text/plain', make);
	}
	expect(make).toHaveBeenCalledTimes(251);
	await made('rare 0', 'text/plain', make);
	expect(make).toHaveBeenCalledTimes(252);
});
