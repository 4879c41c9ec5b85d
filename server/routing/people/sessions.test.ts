import { codeOf, home, password, peopleWorld } from './testing/people-world.ts';

const day = 24 * 3_600_000;

describe('a password', () => {
	it('that is changed ends the other sessions and makes reset links worthless', async () => {
		const { account, signIn } = await peopleWorld();
		const agent = await account('a', 'agent');
		const enter = (with_: string) => signIn.withPassword(agent.email, with_, home);
		const [here, elsewhere] = [await enter(password), await enter(password)];
		const link = await signIn.resetCode(agent.id);
		expect(await codeOf(signIn.confirmPassword(agent, 'guess', home))).toBe('sign_in_failed');
		await signIn.changePassword(agent.id, 'another long password', here.secret);
		expect((await signIn.who(here.secret))?.id).toBe(agent.id);
		expect(await signIn.who(elsewhere.secret)).toBeNull();
		expect(await codeOf(signIn.resetPassword(link, password))).toBe('code_used');
		expect(await codeOf(enter(password))).toBe('sign_in_failed');
		expect(await codeOf(enter('another long password'))).toBe('done');
	});

	it('that is reset by link ends all sessions; the link works once and for a day', async () => {
		const { account, signIn, clock } = await peopleWorld();
		const agent = await account('a', 'agent');
		const { secret } = await signIn.withPassword(agent.email, password, home);
		const [link, second] = [await signIn.resetCode(agent.id), await signIn.resetCode(agent.id)];
		expect((await signIn.resetOf(link)).name).toBe('a');
		await signIn.resetPassword(link, 'another long password');
		expect(await signIn.who(secret)).toBeNull();
		for (const used of [link, second])
			expect(await codeOf(signIn.resetPassword(used, password))).toBe('code_used');
		const late = await signIn.resetCode(agent.id);
		await clock.advance(day + 1);
		expect(await codeOf(signIn.resetOf(late))).toBe('code_used');
	});

	it('is not set by an owner link of another kind, nor the other way round', async () => {
		const { account, signIn } = await peopleWorld();
		const agent = await account('a', 'agent');
		const [reset, owner] = [await signIn.resetCode(agent.id), await signIn.ownerCode()];
		const eve = { name: 'Eve', email: 'eve@example.com', password };
		expect(await codeOf(signIn.setOwner(reset, eve))).toBe('code_used');
		expect(await codeOf(signIn.resetPassword(owner, password))).toBe('code_used');
	});
});

describe('sessions', () => {
	it('say which browser it is, where, and when it was seen last, to a minute', async () => {
		const { account, signIn, clock } = await peopleWorld();
		const agent = await account('a', 'agent');
		const begunAt = clock.now();
		const { secret } = await signIn.withPassword(agent.email, password, home, {
			userAgent: `Firefox ${'x'.repeat(500)}`,
		});
		const only = async () => (await signIn.list(agent.id))[0];
		expect(await only()).toMatchObject({ address: home, lastSeenAt: begunAt });
		expect((await only())?.userAgent).toHaveLength(300);
		await clock.advance(59_000);
		await signIn.who(secret);
		expect((await only())?.lastSeenAt).toBe(begunAt);
		await clock.advance(1000);
		await signIn.who(secret);
		await new Promise(setImmediate);
		expect((await only())?.lastSeenAt).toBe(begunAt + 60_000);
	});

	it('are ended one by one or all but one, by their own agent only', async () => {
		const { account, signIn } = await peopleWorld();
		const [agent, other] = [await account('a', 'agent'), await account('b', 'agent')];
		const enter = async () => (await signIn.withPassword(agent.email, password, home)).secret;
		const [first, second, third] = [await enter(), await enter(), await enter()];
		const [{ id } = { id: '' }] = await signIn.list(agent.id);
		expect(await codeOf(signIn.endOne(other.id, id))).toBe('not_found');
		expect(await signIn.list(agent.id)).toHaveLength(3);
		await signIn.endOne(agent.id, id);
		expect(await signIn.list(agent.id)).toHaveLength(2);
		const last = (await signIn.who(third)) === null ? second : third;
		await signIn.endOthers(agent.id, last);
		expect(await signIn.list(agent.id)).toHaveLength(1);
		expect((await signIn.who(last))?.id).toBe(agent.id);
		expect(await signIn.who(first === last ? second : first)).toBeNull();
	});
});

describe('the status at sign-in', () => {
	it.each([
		[true, 'away', 'available'],
		[false, 'away', 'away'],
		[undefined, 'away', 'away'],
		[undefined, 'offline', 'available'],
		[false, 'offline', 'offline'],
	] as const)('with availableAtSignIn %s, %s: %s', async (availableAtSignIn, before, status) => {
		const { account, agents, signIn, team } = await peopleWorld();
		const agent = await account('a', 'agent');
		if (availableAtSignIn !== undefined) await team.setPrefs(agent.id, { availableAtSignIn });
		await agents.change(agent.id, null, { set: { status: before } });
		await signIn.withPassword(agent.email, password, home);
		expect(agents.get(agent.id)?.status).toBe(status);
	});
});
