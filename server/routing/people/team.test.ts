import type { SiteId } from '../../../shared/ids.ts';
import { invitationsCollection, type Agent } from '../index.ts';
import { codeOf, home, password, peopleWorld } from './testing/people-world.ts';

const day = 24 * 3_600_000;
const [shop, blog] = ['s_shop', 's_blog'] as unknown as [SiteId, SiteId];
const newcomer = {
	name: 'Nils',
	email: 'Nils@example.com',
	role: 'agent',
	sites: 'all',
	groups: [],
} as const;

describe('changes of accounts', () => {
	it.each([
		['owner', 'owner', 'done'],
		['owner', 'reader', 'done'],
		['admin', 'agent', 'done'],
		['admin', 'admin', 'done'],
		['admin', 'owner', 'forbidden'],
		['supervisor', 'agent', 'forbidden'],
		['agent', 'reader', 'forbidden'],
		['reader', 'agent', 'forbidden'],
	] as const)('by the role %s of the role %s: %s', async (by, of, expected) => {
		const { team, account } = await peopleWorld();
		await account('first', 'owner');
		const [actor, target] = [await account('actor', by), await account('target', of)];
		const change = team.change(actor, target.id, 0, { capacity: 3, role: 'supervisor' });
		expect(await codeOf(change)).toBe(expected);
		expect(await codeOf(team.invite(actor, newcomer))).toBe(
			by === 'owner' || by === 'admin' ? 'done' : 'forbidden',
		);
	});

	it('let only owners make owners', async () => {
		const { team, account } = await peopleWorld();
		const [owner, admin] = [await account('o', 'owner'), await account('a', 'admin')];
		const agent = await account('b', 'agent');
		const make = { role: 'owner' } as const;
		expect(await codeOf(team.change(admin, agent.id, 0, make))).toBe('forbidden');
		expect(await codeOf(team.invite(admin, { ...newcomer, ...make }))).toBe('forbidden');
		expect((await team.change(owner, agent.id, 0, make)).role).toBe('owner');
	});

	it('leave the own role, the own sites and the own switch to others', async () => {
		const { team, account } = await peopleWorld();
		await account('other', 'owner');
		const owner = await account('o', 'owner');
		const own = (change: Parameters<typeof team.change>[3]) =>
			codeOf(team.change(owner, owner.id, 0, change));
		expect(await own({ role: 'admin' })).toBe('forbidden');
		expect(await own({ isOff: true })).toBe('forbidden');
		expect(await own({ sites: [shop] })).toBe('forbidden');
		expect(await own({ name: 'Olga' })).toBe('done');
	});

	it('let each give the own name, but not the own capacity', async () => {
		const { team, account } = await peopleWorld();
		const reader = await account('r', 'reader');
		expect(await codeOf(team.change(reader, reader.id, 0, { capacity: 9 }))).toBe('forbidden');
		expect((await team.change(reader, reader.id, 0, { name: 'Rita' })).name).toBe('Rita');
	});

	it('never leave a team without an owner, also when two demote each other at once', async () => {
		const { team, account, agents } = await peopleWorld();
		const [first, second] = [await account('a', 'owner'), await account('b', 'owner')];
		const demote = (by: Agent, of: Agent) => codeOf(team.change(by, of.id, 0, { role: 'agent' }));
		const codes = await Promise.all([demote(first, second), demote(second, first)]);
		expect(codes).toEqual(['done', 'forbidden']);
		const admin = await account('c', 'owner');
		await team.change(first, admin.id, 0, { isOff: true });
		const [last] = agents.all().filter(({ role, isOff }) => role === 'owner' && !isOff);
		expect(last?.id).toBe(first.id);
		// As if somebody else had been owner when the request began.
		expect(
			await codeOf(team.change({ ...admin, isOff: false }, first.id, 0, { isOff: true })),
		).toBe('wrong_state');
	});

	it('keep an admin of one site to accounts and sites that lie within it', async () => {
		const { team, account } = await peopleWorld();
		const admin = await account('a', 'admin', [shop]);
		const own = await account('own', 'agent', [shop]);
		const both = await account('both', 'agent', [shop, blog]);
		expect(await codeOf(team.change(admin, both.id, 0, { capacity: 1 }))).toBe('forbidden');
		expect(await codeOf(team.change(admin, own.id, 0, { sites: 'all' }))).toBe('forbidden');
		expect(await codeOf(team.change(admin, own.id, 0, { sites: [blog] }))).toBe('forbidden');
		expect(await codeOf(team.change(admin, own.id, 0, { capacity: 1 }))).toBe('done');
		expect(await codeOf(team.invite(admin, newcomer))).toBe('forbidden');
		expect(await codeOf(team.invite(admin, { ...newcomer, sites: [shop] }))).toBe('done');
	});

	it('are refused when the account changed meanwhile, but not when only its slots did', async () => {
		const { team, account, agents } = await peopleWorld();
		const owner = await account('o', 'owner');
		const agent = await account('a', 'agent');
		await agents.change(agent.id, null, { set: { slots: [] } });
		expect((await team.change(owner, agent.id, 0, { capacity: 2 })).accountRev).toBe(1);
		expect(await codeOf(team.change(owner, agent.id, 0, { capacity: 3 }))).toBe(
			'changed_meanwhile',
		);
		expect(agents.get(agent.id)?.capacity).toBe(2);
	});

	it('of the role end links for a new password that were made before', async () => {
		const { team, account, signIn } = await peopleWorld();
		const owner = await account('o', 'owner');
		const agent = await account('a', 'agent');
		const code = await signIn.resetCode(agent.id);
		await team.change(owner, agent.id, 0, { capacity: 2 });
		expect(await codeOf(signIn.resetOf(code))).toBe('done');
		await team.change(owner, agent.id, 1, { role: 'owner' });
		expect(await codeOf(signIn.resetOf(code))).toBe('code_used');
	});

	it('give a new owner by link all sites, whatever the account had', async () => {
		const { account, agents, signIn } = await peopleWorld();
		const { id, email } = await account('a', 'agent', [shop]);
		await signIn.setOwner(await signIn.ownerCode(), { name: 'A', email, password });
		expect(agents.get(id)).toMatchObject({ role: 'owner', sites: 'all', accountRev: 1 });
	});

	it('end all sessions of who is switched off, who then cannot come in until switched on', async () => {
		const { team, account, signIn } = await peopleWorld();
		const owner = await account('o', 'owner');
		const agent = await account('a', 'agent');
		const enter = () => signIn.withPassword(agent.email, password, home);
		const { secret } = await enter();
		const ended: unknown[] = [];
		signIn.onEnded((what) => ended.push(what));
		await team.change(owner, agent.id, 0, { isOff: true });
		expect(ended).toEqual([{ agent: agent.id }]);
		expect(await signIn.who(secret)).toBeNull();
		expect(await codeOf(enter())).toBe('forbidden');
		expect(await codeOf(signIn.withPassword(agent.email, 'guess', home))).toBe('sign_in_failed');
		await team.change(owner, agent.id, 1, { isOff: false });
		expect(await codeOf(enter())).toBe('done');
		expect(await signIn.who(secret)).toBeNull();
	});
});

describe('an invitation', () => {
	it('makes an account with role, sites and groups, once', async () => {
		const { team, account, groups, invitations } = await peopleWorld();
		const owner = await account('o', 'owner');
		const group = await groups.add({
			name: 'Parts',
			sites: 'all',
			agents: [owner.id],
			standby: [],
			strategy: 'least_busy',
		});
		const { code } = await team.invite(owner, {
			...newcomer,
			sites: [shop],
			groups: [group.id, 'gone' as typeof group.id],
		});
		const agent = await team.join(code, { name: 'Nils Holm', password });
		expect(agent).toMatchObject({ name: 'Nils Holm', email: 'Nils@example.com', role: 'agent' });
		expect(agent.sites).toEqual([shop]);
		expect(groups.of(agent.id)).toEqual([group.id]);
		expect(groups.of(owner.id)).toEqual([group.id]);
		expect(await codeOf(team.join(code, { name: 'Eve', password }))).toBe('code_used');
		expect(await invitations.list()).toEqual([]);
	});

	it('brings nobody into a group of sites that its author does not have', async () => {
		const { team, account, groups } = await peopleWorld();
		const admin = await account('a', 'admin', [shop]);
		const fields = { agents: [], standby: [], strategy: 'least_busy' } as const;
		const theirs = await groups.add({ ...fields, name: 'Blog', sites: [blog] });
		const own = await groups.add({ ...fields, name: 'Shop', sites: [shop] });
		const wanted = { ...newcomer, sites: [shop] };
		expect(await codeOf(team.invite(admin, { ...wanted, groups: [theirs.id] }))).toBe('forbidden');
		const { code } = await team.invite(admin, { ...wanted, groups: [own.id] });
		await groups.change(own.id, own.rev, { sites: 'all' });
		const agent = await team.join(code, { name: 'Nils', password });
		expect(groups.of(agent.id)).toEqual([]);
	});

	it('is used by one of two who open it at once', async () => {
		const { team, account, agents } = await peopleWorld();
		const { code } = await team.invite(await account('o', 'owner'), newcomer);
		const codes = await Promise.all([
			codeOf(team.join(code, { name: 'Nils', password })),
			codeOf(team.join(code, { name: 'Eve', password })),
		]);
		expect(codes.sort()).toEqual(['code_used', 'done']);
		expect(agents.all()).toHaveLength(2);
	});

	it('stores its code hashed, and ends after seven days', async () => {
		const { team, account, store, clock, invitations } = await peopleWorld();
		const { code, invitation } = await team.invite(await account('o', 'owner'), newcomer);
		const stored = await store.get(invitationsCollection, invitation.id);
		expect(JSON.stringify(stored)).not.toContain(code);
		await clock.advance(7 * day);
		expect(await codeOf(invitations.byCode(code))).toBe('done');
		await clock.advance(1);
		expect(await codeOf(team.join(code, { name: 'Nils', password }))).toBe('code_used');
		expect(await invitations.list()).toEqual([]);
	});

	it('is worth nothing when it was taken back, or its author was switched off or demoted', async () => {
		const { team, account, invitations } = await peopleWorld();
		const owner = await account('o', 'owner');
		const admin = await account('a', 'admin');
		const join = (code: string) => codeOf(team.join(code, { name: 'Nils', password }));
		const first = await team.invite(admin, newcomer);
		await invitations.remove(first.invitation.id);
		expect(await join(first.code)).toBe('code_used');
		const second = await team.invite(admin, newcomer);
		await team.change(owner, admin.id, 0, { role: 'agent' });
		expect(await join(second.code)).toBe('code_used');
		await team.change(owner, admin.id, 1, { role: 'admin', isOff: true });
		expect(await join(second.code)).toBe('code_used');
		await team.change(owner, admin.id, 2, { isOff: false });
		expect(await join(second.code)).toBe('done');
	});

	it('is refused for an address that has an account, whatever its letters', async () => {
		const { team, account } = await peopleWorld();
		const owner = await account('nils', 'owner');
		expect(await codeOf(team.invite(owner, newcomer))).toBe('wrong_state');
		const other = { ...newcomer, email: 'new@example.com' };
		const { code } = await team.invite(owner, other);
		await account('new', 'agent');
		expect(await codeOf(team.join(code, { name: 'Nils', password }))).toBe('wrong_state');
	});

	it('is kept when the password is too short', async () => {
		const { team, account } = await peopleWorld();
		const { code } = await team.invite(await account('o', 'owner'), newcomer);
		const join = (given: string) => codeOf(team.join(code, { name: 'Nils', password: given }));
		expect(await join('short')).toBe('password_too_short');
		expect(await join(password)).toBe('done');
	});
});
