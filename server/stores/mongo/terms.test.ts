import { people } from '../contract/collections.ts';
import { connect, type Link } from './connect.ts';
import { modelsOf, type Models } from './schemas.ts';
import { Session } from './session.ts';
import { dropDatabase } from './testing/open-for-test.ts';
import { describeMongo, freshDatabaseUrl, isStandalone } from './testing/test-url.ts';

describeMongo('a read of MongoDB', () => {
	let url: string;
	let link: Link;
	let models: Models;
	let session: Session;
	/** As if the driver had heard of an election. */
	let term = 'first';
	beforeAll(async () => {
		url = freshDatabaseUrl();
		link = await connect({ url, allowStandalone: isStandalone });
		models = modelsOf(link.mongoose, link.connection, [people]);
		session = new Session(models, { ...link, term: () => term }, 'one');
	});
	afterAll(async () => {
		await link.close();
		await dropDatabase(url);
	});
	const read = <T>(look: () => PromiseLike<T>): Promise<T> =>
		session.verb((steps) => steps.read(look));

	it('comes after one small write to each new primary, which then knows what a majority has', async () => {
		const hasWritten = async () =>
			(await read(() => models.nodes.exists({ _id: 'one' }).lean())) !== null;
		expect(await hasWritten()).toBe(true);
		await models.nodes.deleteOne({ _id: 'one' });
		expect(await hasWritten()).toBe(false);
		term = 'second';
		expect(await hasWritten()).toBe(true);
	});

	it('is done again when an election came in between', async () => {
		const seen: string[] = [];
		const answer = await read(async () => {
			seen.push(term);
			if (seen.length === 1) term = 'third';
			return seen.length;
		});
		expect({ answer, seen }).toEqual({ answer: 2, seen: ['second', 'third'] });
	});
});
