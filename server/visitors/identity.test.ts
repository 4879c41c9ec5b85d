import fc from 'fast-check';
import { DomainError } from '../../shared/errors.ts';
import { readProof, usedProofsCollection } from './index.ts';
import { audience, key, other, shop, sign, world } from './testing/world.ts';

const now = Date.UTC(2026, 0, 5, 9);
const seconds = now / 1000;
let made = 0;
const claims = (more: object = {}) => ({
	sub: 'customer-7',
	aud: audience,
	iat: seconds,
	exp: seconds + 300,
	jti: `proof-${String(++made).padStart(8, '0')}`,
	...more,
});
/** `done`, or code and sentence of the refusal; anything else fails the test. */
function answerTo(proof: string, keys = [key], at = now): string {
	try {
		readProof(proof, keys, audience, at);
		return 'done';
	} catch (error) {
		if (error instanceof DomainError) return `${error.code}: ${error.message}`;
		throw error;
	}
}
const refusedBecause = (why: string): unknown =>
	expect.stringMatching(`^identity_refused: .*${why}`);
const encoded = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url');

describe('the proof of who a visitor is', () => {
	it('tells the claims', () => {
		const said = claims({ name: ' Vera ', email: 'vera@example.com', more: 'passed over' });
		const read = readProof(sign(said), [key], audience, now);
		expect(read).toMatchObject({ sub: 'customer-7', name: 'Vera', email: 'vera@example.com' });
		expect(read).not.toHaveProperty('more');
	});

	it('may be signed with either of two keys, also without saying with which', () => {
		const second = { kid: 'k2', secret: 'the next secret of the site' };
		const header = { alg: 'HS256' };
		expect(answerTo(sign(claims(), { header }), [second, key])).toBe('done');
		expect(answerTo(sign(claims(), { header, secret: second.secret }), [second, key])).toBe('done');
		expect(answerTo(sign(claims()), [second])).toEqual(refusedBecause('not signed with a key'));
	});

	it.each<[string, () => string, string]>([
		['no key', () => sign(claims(), { secret: 'guessed' }), 'not signed with a key'],
		['an empty key', () => sign(claims(), { secret: '' }), 'not signed with a key'],
		['alg none', () => `${encoded({ alg: 'none' })}.${encoded(claims())}.`, 'not a JWT'],
		[
			'alg none and a signature',
			() => sign(claims(), { header: { alg: 'none' } }),
			'must be HS256',
		],
		['another alg', () => sign(claims(), { header: { alg: 'HS512' } }), 'must be HS256'],
		['an alg of other case', () => sign(claims(), { header: { alg: 'hs256' } }), 'must be HS256'],
		[
			'the kid of another key',
			() => sign(claims(), { header: { alg: 'HS256', kid: 'k9' } }),
			'not signed with a key',
		],
		['two parts', () => sign(claims()).split('.').slice(0, 2).join('.'), 'not a JWT'],
		['four parts', () => `${sign(claims())}.x`, 'not a JWT'],
		['a header that is no JSON', () => `x.${sign(claims())}`.replace(/\.[^.]*$/, ''), 'HS256'],
		['nothing', () => '', 'not a JWT'],
	])('is refused with %s', (_what, proof, why) => {
		expect(answerTo(proof())).toEqual(refusedBecause(why));
	});

	it.each<[string, object, string]>([
		['the key of another site as aud', { aud: 'otherkey' }, 'aud must be'],
		['a list as aud', { aud: [audience] }, 'aud is missing or wrong'],
		['no sub', { sub: undefined }, 'sub is missing'],
		['an empty sub', { sub: '' }, 'sub is missing'],
		['a number as sub', { sub: 7 }, 'sub is missing'],
		['no jti', { jti: undefined }, 'jti is missing'],
		['no exp', { exp: undefined }, 'exp is missing'],
		['exp as text', { exp: String(seconds + 60) }, 'exp is missing'],
		['a life of 301 seconds', { exp: seconds + 301 }, 'five minutes at most'],
		['a time from the future', { iat: seconds + 61, exp: seconds + 100 }, 'from the future'],
		['a time long ago', { iat: seconds - 300, exp: seconds - 61 }, 'expired'],
	])('is refused with %s', (_what, more, why) => {
		expect(answerTo(sign(claims(more)))).toEqual(refusedBecause(why));
	});

	it('allows clocks to differ by a minute either way', () => {
		const proof = sign(claims());
		expect(answerTo(proof, [key], now - 60_000)).toBe('done');
		expect(answerTo(proof, [key], now - 61_000)).toEqual(refusedBecause('future'));
		expect(answerTo(proof, [key], now + 360_000)).toBe('done');
		expect(answerTo(proof, [key], now + 361_000)).toEqual(refusedBecause('expired'));
	});

	it('is refused when a single character is another one, and never breaks', () => {
		const proof = sign(claims());
		const [, , signature = ''] = proof.split('.');
		// The last character of a part carries bits that say nothing.
		const last = [proof.length - 1];
		fc.assert(
			fc.property(fc.nat(proof.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, by) => {
				if (proof[at] === by || last.includes(at)) return;
				const changed = proof.slice(0, at) + by + proof.slice(at + 1);
				// Characters that are none of base64url are passed over by the decoder of the signature only.
				const isNoise = at > proof.length - signature.length && !/[\w-]/.test(by);
				if (!isNoise) expect(answerTo(changed)).toEqual(refusedBecause('.'));
			}),
			{ numRuns: 2000 },
		);
	});
});

describe('a person on several devices', () => {
	const read = (more: object = {}) => readProof(sign(claims(more)), [key], audience, now);
	const refusal = (promise: Promise<unknown>): Promise<string> =>
		promise.then(
			() => 'done',
			(error: unknown) => (error instanceof DomainError ? error.message : String(error)),
		);

	it('stays the visitor who came first under the name', async () => {
		const { identities, visitors, newcomer } = await world();
		const phone = await newcomer();
		const desk = await newcomer();
		expect(await identities.identify(shop, phone.id, read({ name: 'Vera' }))).toEqual({
			visitor: phone.id,
			isStranger: false,
		});
		expect(await identities.identify(shop, desk.id, read())).toEqual({
			visitor: phone.id,
			isStranger: false,
		});
		expect(await visitors.get(desk.id)).toMatchObject({
			externalId: 'customer-7',
			mergedInto: phone.id,
		});
		expect(await visitors.get(phone.id)).toMatchObject({ externalId: 'customer-7', name: 'Vera' });
	});

	it('is one visitor also when two devices come at the same moment', async () => {
		const { identities, newcomer } = await world();
		const [phone, desk] = [await newcomer(), await newcomer()];
		const both = await Promise.all([
			identities.identify(shop, phone.id, read()),
			identities.identify(shop, desk.id, read()),
		]);
		expect(new Set(both.map(({ visitor }) => visitor)).size).toBe(1);
	});

	it('is somebody else on another site', async () => {
		const { identities, newcomer } = await world();
		const here = await newcomer(shop);
		const there = await newcomer(other);
		await identities.identify(shop, here.id, read());
		expect((await identities.identify(other, there.id, read())).visitor).toBe(there.id);
	});

	it('proves it once with each proof, also when both come at the same moment', async () => {
		const { identities, newcomer } = await world();
		const { id } = await newcomer();
		const proof = read();
		const both = await Promise.all([
			refusal(identities.identify(shop, id, proof)),
			refusal(identities.identify(shop, id, proof)),
		]);
		expect(both.filter((each) => each === 'done')).toHaveLength(1);
		expect(await refusal(identities.identify(shop, id, proof))).toContain('used already (jti)');
	});

	it('has its used proofs kept as long as they would be accepted', async () => {
		const { store, identities, newcomer } = await world();
		const proof = read();
		await identities.identify(shop, (await newcomer()).id, proof);
		const { items } = await store.find(usedProofsCollection, { index: 'byExpiry', limit: 2 });
		expect(items).toHaveLength(1);
		const kept = items[0]?.expiresAt ?? 0;
		const again = sign({ ...claims(), jti: proof.jti });
		expect(answerTo(again, [key], kept)).toBe('done');
		expect(answerTo(again, [key], kept + 1)).toEqual(refusedBecause('expired'));
	});
});

describe('a computer that several people use', () => {
	const read = (sub: string) => readProof(sign(claims({ sub })), [key], audience, now);

	it('gives the second person a visitor of their own, and leaves the first one as it was', async () => {
		const { identities, visitors, newcomer } = await world();
		const { id } = await newcomer();
		await identities.identify(shop, id, read('anna'));
		const second = await identities.identify(shop, id, read('ben'));
		expect(second.isStranger).toBe(true);
		expect(second.visitor).not.toBe(id);
		expect(await visitors.get(id)).toMatchObject({ externalId: 'anna' });
		expect((await visitors.get(id))?.mergedInto ?? null).toBeNull();
		expect(await visitors.get(second.visitor)).toMatchObject({ externalId: 'ben' });
	});

	it('does not join two people whose proofs come at the same moment', async () => {
		for (let round = 0; round < 20; round += 1) {
			const { identities, newcomer } = await world();
			const { id } = await newcomer();
			const [anna, ben] = await Promise.all([
				identities.identify(shop, id, read('anna')),
				identities.identify(shop, id, read('ben')),
			]);
			expect(anna?.visitor).not.toBe(ben?.visitor);
			expect([anna, ben].filter((each) => each?.isStranger)).toHaveLength(1);
		}
	});

	it('takes the second person to the visitor who they were elsewhere', async () => {
		const { identities, newcomer } = await world();
		const desk = await newcomer();
		const phone = await newcomer();
		await identities.identify(shop, phone.id, read('ben'));
		await identities.identify(shop, desk.id, read('anna'));
		expect(await identities.identify(shop, desk.id, read('ben'))).toEqual({
			visitor: phone.id,
			isStranger: true,
		});
		expect(await identities.identify(shop, desk.id, read('anna'))).toEqual({
			visitor: desk.id,
			isStranger: false,
		});
	});
});
