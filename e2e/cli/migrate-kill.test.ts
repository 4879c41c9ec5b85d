import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { dropDatabase } from '../../server/stores/mongo/testing/open-for-test.ts';
import { mongoTestUrl } from '../../server/stores/mongo/testing/test-url.ts';
import { fill, newFolder, removeFolders } from './parley-command.ts';
import { beginAt, databases, newPlace, placeContents, type Place } from './places.ts';

const isFull = process.env['FAULTS'] === 'full';
const rounds = isFull ? 40 : 1;
const killsARound = isFull ? 4 : 2;
jest.setTimeout(120_000 + rounds * 90_000);
afterAll(async () => {
	removeFolders();
	await Promise.all(databases.splice(0).map(dropDatabase));
});

const ways: [Place['kind'], Place['kind']][] = [
	['sqlite', 'sqlite'],
	...(mongoTestUrl() === null
		? []
		: ([
				['sqlite', 'mongodb'],
				['mongodb', 'sqlite'],
			] as const)
	).map(([from, to]): [Place['kind'], Place['kind']] => [from, to]),
];

test.each(ways)(
	'a migration from %s to %s that is killed again and again comes to its end',
	async (from, to) => {
		const folder: Place = { kind: 'sqlite', text: newFolder() };
		await fill(folder.text, 'new', 60);
		const source = from === 'sqlite' ? folder : newPlace(from);
		if (source !== folder) expect(await migrate(folder, source)).toMatchObject({ code: 0 });
		const { all, epoch } = await placeContents(source);

		const startedAt = performance.now();
		expect(await migrate(source, newPlace(to))).toMatchObject({ code: 0 });
		const wholeMs = performance.now() - startedAt;

		const seen = { kills: 0, resumed: 0, done: 0 };
		for (let round = 0; round < rounds; round += 1) {
			const target = newPlace(to);
			for (let kill = 0; kill < killsARound; kill += 1) {
				const migrating = beginAt(source, target);
				const killAt = wholeMs * (0.2 + 0.8 * Math.random());
				const timer = setTimeout(() => migrating.kill('SIGKILL'), killAt);
				const { code, out } = await migrating.ended;
				clearTimeout(timer);
				if (out.includes('goes on')) seen.resumed += 1;
				if (code !== null) break;
				seen.kills += 1;
				// Nobody can start on half a copy: it is not in its place, or says that it is none.
				if (to === 'sqlite' && existsSync(join(target.text, 'parley.db'))) {
					expect((await placeContents(target)).all).toEqual(all);
				}
			}
			const last = await migrate(source, target);
			if (last.code === 0) seen.done += 1;
			else expect(last.out).toContain('holds these very data already');
			expect(await placeContents(target)).toEqual({ all, epoch, damage: [], isHalf: false });
		}
		expect((await placeContents(source)).all).toEqual(all);
		console.log(`${rounds} migrations of ${Math.round(wholeMs)} ms: ${JSON.stringify(seen)}`);
	},
);

const migrate = (from: Place, to: Place) => beginAt(from, to).ended;
