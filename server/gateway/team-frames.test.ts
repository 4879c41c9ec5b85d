import type { AgentId, SiteId } from '../../shared/ids.ts';
import type { TeamMemberView } from '../../shared/views/desk-view.ts';
import { teamFrames } from './team-frames.ts';

const [shop, blog] = ['s_shop', 's_blog'] as unknown as [SiteId, SiteId];
const member = (name: string, sites: TeamMemberView['sites']) =>
	({ id: `a_${name}`, name, sites }) as TeamMemberView;
const team = [
	member('mira', 'all'),
	member('sue', [shop]),
	member('tom', [shop, blog]),
	member('bo', [blog]),
	member('new', []),
	member('newer', []),
];

it.each([
	['mira', ['mira', 'sue', 'tom', 'bo', 'new', 'newer']],
	['sue', ['mira', 'sue', 'tom']],
	['tom', ['mira', 'sue', 'tom', 'bo']],
	['bo', ['mira', 'tom', 'bo']],
	['new', ['mira', 'new']],
	['newer', ['mira', 'newer']],
])('%s is told of %j, who share a site', (name, expected) => {
	const frame = JSON.parse(teamFrames(team)(`a_${name}` as AgentId)) as {
		type: string;
		agents: TeamMemberView[];
	};
	expect(frame.type).toBe('team');
	expect(frame.agents.map((each) => each.name)).toEqual(expected);
});
