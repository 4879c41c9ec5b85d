import { DomainError } from '../../../shared/errors.ts';
import type { SiteId } from '../../../shared/ids.ts';
import type { Role } from '../../conversations/index.ts';
import type { Agent } from '../agents.ts';

/* Who may do what to which account (D37): owners and admins configure, only owners touch owners. */

type Sites = Agent['sites'];
type Actor = Pick<Agent, 'id' | 'role' | 'sites'>;

/** What is changed of an account; what is not given stays. */
export interface AccountChange {
	readonly name?: string | undefined;
	readonly role?: Role | undefined;
	readonly sites?: Sites | undefined;
	readonly capacity?: number | null | undefined;
	readonly isOff?: boolean | undefined;
}

export const mayConfigure = ({ role }: Pick<Agent, 'role'>): boolean =>
	role === 'owner' || role === 'admin';

/** Whether all sites of the one lie within those of the other. */
export const within = (inner: Sites, outer: Sites): boolean =>
	outer === 'all' || (inner !== 'all' && inner.every((site: SiteId) => outer.includes(site)));

/** Whether they have a site in common: only then they know of one another. */
export const meet = (a: Sites, b: Sites): boolean =>
	a === 'all' || b === 'all' || a.some((site) => b.includes(site));

/** Whether the actor is above this account. Of the own one it says the same as of any other. */
export const mayManage = (actor: Actor, target: Pick<Agent, 'role' | 'sites'>): boolean =>
	mayConfigure(actor) &&
	(actor.role === 'owner' || target.role !== 'owner') &&
	within(target.sites, actor.sites);

/** Null: may. `owners`: accounts of owners that are not switched off. */
export function decideChange(
	actor: Actor,
	target: Agent,
	change: AccountChange,
	owners: number,
): DomainError | null {
	const isSelf = actor.id === target.id;
	const { role, sites, isOff, capacity } = change;
	const isOnlyName = [role, sites, isOff, capacity].every((field) => field === undefined);
	if (isSelf && isOnlyName) return null;
	if (!mayManage(actor, target))
		return no(
			target.role === 'owner' && mayConfigure(actor)
				? 'Only an owner may change the account of an owner.'
				: 'Only an owner or an admin of all sites of this account may change it.',
		);
	if (isSelf && role !== undefined && role !== target.role)
		return no('Nobody changes the own role. Ask another owner or admin.');
	if (isSelf && (isOff === true || (sites !== undefined && !same(sites, target.sites))))
		return no('Nobody switches the own account off or changes its sites. Ask a colleague.');
	const refusal = decideGrant(actor, { role: role ?? target.role, sites: sites ?? target.sites });
	if (refusal !== null) return refusal;
	const loses = isOff === true || (role !== undefined && role !== 'owner');
	if (loses && target.role === 'owner' && !target.isOff && owners <= 1)
		return new DomainError(
			'wrong_state',
			'This is the last owner. Make somebody else an owner first.',
		);
	return null;
}

/** Whether the actor may give this role on these sites. Null: may. */
export function decideGrant(
	actor: Actor,
	{ role, sites }: { readonly role: Role; readonly sites: Sites },
): DomainError | null {
	if (!mayConfigure(actor)) return no('Only an owner or an admin may invite or change agents.');
	if (role === 'owner' && actor.role !== 'owner')
		return no('Only an owner may make somebody an owner.');
	if (role === 'owner' && sites !== 'all')
		return new DomainError('bad_request', 'sites: an owner has all sites');
	return within(sites, actor.sites) ? null : no('You may give only sites that you have yourself.');
}

const same = (a: Sites, b: Sites): boolean => JSON.stringify(a) === JSON.stringify(b);
const no = (message: string): DomainError => new DomainError('forbidden', message);
