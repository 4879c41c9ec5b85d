import type { ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { linksCollection, visitorTokensCollection } from './index.ts';
import { other, shop, world } from './testing/world.ts';

const minute = 60_000;
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => 'done',
		(error: unknown) => (error instanceof DomainError ? error.code : error),
	);

async function linked() {
	const it = await world();
	const { id } = await it.newcomer();
	const link = await it.tokens.makeLink(shop, id, `${id}.1` as ConversationId);
	return { ...it, id, ...link };
}

describe('the token of a visitor', () => {
	it('names the same visitor each time, on this site only', async () => {
		const { tokens, newcomer } = await world();
		const { id, token } = await newcomer();
		expect(await tokens.visitorOf(shop, token)).toBe(id);
		expect(await tokens.visitorOf(other, token)).not.toBe(id);
	});

	it('that was issued for somebody who is known names that visitor, and nobody on another site', async () => {
		const { tokens, newcomer } = await world();
		const { id, token } = await newcomer();
		const issued = await tokens.issue(shop, id);
		expect(issued).not.toBe(token);
		expect(await tokens.visitorOf(shop, issued)).toBe(id);
		expect(await tokens.visitorOf(other, issued)).toBeNull();
	});

	it.each(['', 'x', 'l.', `l.${'x'.repeat(43)}`, 'x'.repeat(42), 'x'.repeat(44), 'x'.repeat(64)])(
		'names nobody when it was not made by us: %s',
		async (token) => {
			const { tokens } = await world();
			expect(await tokens.visitorOf(shop, token)).toBeNull();
		},
	);

	it('is not what the store holds', async () => {
		const { store, tokens, newcomer } = await world();
		const { id } = await newcomer();
		const issued = await tokens.issue(shop, id);
		const found = await store.find(visitorTokensCollection, {
			index: 'byVisitor',
			eq: { visitor: id },
			limit: 10,
		});
		expect(found.items).toHaveLength(1);
		expect(JSON.stringify(found.items)).not.toContain(issued.slice(2));
	});
});

describe('a conversation link', () => {
	it('makes another browser the same visitor', async () => {
		const { tokens, id, code } = await linked();
		expect(await tokens.ownerOfLink(shop, code)).toBe(id);
		const token = await tokens.redeem(shop, code);
		expect(await tokens.visitorOf(shop, token)).toBe(id);
	});

	it('counts once', async () => {
		const { tokens, code } = await linked();
		await tokens.redeem(shop, code);
		expect(await codeOf(tokens.redeem(shop, code))).toBe('code_used');
	});

	it('counts once also for two browsers that come at the same moment', async () => {
		const { tokens, code } = await linked();
		const both = await Promise.all([
			codeOf(tokens.redeem(shop, code)),
			codeOf(tokens.redeem(shop, code)),
		]);
		expect(both.sort()).toEqual(['code_used', 'done']);
	});

	it('is good for ten minutes less a moment, and says until when', async () => {
		const { tokens, clock, code, expiresAt } = await linked();
		expect(expiresAt - clock.now()).toBe(10 * minute);
		clock.jump(10 * minute - 1);
		expect(await codeOf(tokens.redeem(shop, code))).toBe('done');
	});

	it('is good no longer than ten minutes', async () => {
		const { tokens, clock, code } = await linked();
		clock.jump(10 * minute);
		expect(await codeOf(tokens.redeem(shop, code))).toBe('code_expired');
	});

	it('is none on another site, and is not used up by trying', async () => {
		const { tokens, code } = await linked();
		expect(await codeOf(tokens.redeem(other, code))).toBe('code_expired');
		expect(await codeOf(tokens.redeem(shop, 'x'.repeat(43)))).toBe('code_expired');
		expect(await codeOf(tokens.redeem(shop, code))).toBe('done');
	});

	it('is not what the store holds', async () => {
		const { store, code } = await linked();
		const found = await store.find(linksCollection, { index: 'byExpiry', limit: 10 });
		expect(found.items).toHaveLength(1);
		expect(JSON.stringify(found.items)).not.toContain(code);
	});
});
