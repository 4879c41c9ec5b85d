import { Busy, DuplicateKey, Unknown } from './errors.ts';
import { refusalOf } from './refusal.ts';

describe('a client is told of a store that', () => {
	it.each([
		['wrote nothing', new Busy('queue_full'), 'busy', 'is busy. Nothing was stored'],
		[
			'is away',
			new Busy('unreachable'),
			'busy',
			'cannot reach its database right now. Nothing was',
		],
		['has no room', new Busy('disk_full'), 'disk_full', 'Nothing was stored'],
		['does not know what it wrote', new Unknown(), 'unavailable', 'could not say whether'],
	])('%s', (_, error, code, sentence) => {
		const refusal = refusalOf(error);
		expect(refusal).toMatchObject({ code, cause: error });
		expect(refusal?.message).toContain(sentence);
		expect(refusal?.retryMs).toBeGreaterThan(0);
	});

	it('but not of an error that is none of the store’s', () => {
		expect(refusalOf(new DuplicateKey('email'))).toBeNull();
		expect(refusalOf(new Error('no'))).toBeNull();
	});
});
