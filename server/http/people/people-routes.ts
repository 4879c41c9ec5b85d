import type { Route } from '../route.ts';
import { groupRoutes, type GroupRouteDeps } from './group-routes.ts';
import { invitationRoutes, type InvitationRouteDeps } from './invitation-routes.ts';
import { meRoutes, type MeRouteDeps } from './me-routes.ts';
import { photoRoutes, type PhotoRouteDeps } from './photo-routes.ts';
import { teamRoutes, type TeamRouteDeps } from './team-routes.ts';

type Deps = GroupRouteDeps & InvitationRouteDeps & MeRouteDeps & PhotoRouteDeps & TeamRouteDeps;

/** Accounts, groups, invitations, and what each agent does with the own account. */
export const peopleRoutes = (deps: Deps): Route[] => [
	...teamRoutes(deps),
	...groupRoutes(deps),
	...invitationRoutes(deps),
	...meRoutes(deps),
	...photoRoutes(deps),
];
