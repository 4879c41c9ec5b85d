import {
	agentKinds,
	private_,
	startRightsWorld,
	teamOnly,
	type RightsWorld,
} from './testing/rights-world.ts';

/* Who may ask which route. Each route of the running server is asked by each kind of caller; a route that has no row here fails. */

let world: RightsWorld;
let victim: Awaited<ReturnType<RightsWorld['victim']>>;
/** Bytes of a file that the visitor has begun to send. */
let upload = '';
beforeAll(async () => {
	world = await startRightsWorld();
	victim = await world.victim();
	const begun = await ask('POST', '/api/v1/files', { ...json, ...tokenOf('own') }, aFile);
	upload = ((await begun.json()) as { id: string }).id;
}, 30_000);
afterAll(() => world.stop());

const json = { 'Content-Type': 'application/json' };
const bytes = { 'Content-Type': 'application/octet-stream' };
const aFile = { name: 'a.txt', size: 100, type: 'text/plain' };
type Method = 'GET' | 'POST' | 'PUT';

const ask = (method: Method, path: string, headers: object, body?: unknown): Promise<Response> =>
	fetch(world.url + path, {
		method,
		redirect: 'manual',
		headers: headers as Record<string, string>,
		...(method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {}),
		...(method === 'PUT' ? { body: String(body) } : {}),
	});

/* First those who are nobody to the console: a visitor by token, the visitor of the chat, and cookies that are worth nothing. */
const columns = ['nobody', 'own', 'otherVisitor', 'otherSite', 'signedOut', ...agentKinds] as const;
type Column = (typeof columns)[number];

function tokenOf(column: 'own' | 'otherVisitor' | 'otherSite'): object {
	const token = column === 'own' ? victim.token : (column[5] ?? '').repeat(43);
	const site = column === 'otherSite' ? world.other.key : world.shop.key;
	return { Authorization: `Bearer ${token}`, 'Parley-Site': site };
}
function callerOf(column: Column, isLast: boolean): object {
	if (column === 'nobody') return {};
	if (column === 'signedOut') return { Cookie: world.signedOut };
	if (column === 'own' || column === 'otherVisitor' || column === 'otherSite')
		return tokenOf(column);
	const { cookie, spare } = world.agents[column];
	return { Cookie: isLast ? spare : cookie };
}

const all = (what: string): string => columns.map(() => what).join(' ');
const noAgent = 'not_signed_in not_signed_in not_signed_in not_signed_in not_signed_in';
/** owner, admin, supervisor, agent, reader, then an agent and an admin of the other site only. */
const asAgent = (row: string): string => `${noAgent} ${row}`;
const adminsOfAllSites = '200 200 forbidden forbidden forbidden forbidden forbidden';
/** None of these agents has a password. */
const wrongPassword = 'sign_in_failed '.repeat(7);
const table: Readonly<Record<string, string>> = {
	'GET /': all('302'),
	'GET /widget.js': all('200'),
	'GET /chat/:key': all('200'),
	'GET /chat/:key/colours.css': all('200'),
	'GET /preview': all('200'),
	'GET /console': all('200'),
	'GET /console/worker.js': all('200'),
	'GET /console/*rest': all('200'),
	'GET /demo': all('200'),
	'GET /assets/:folder/:name': all('200'),
	'POST /api/setup': all('code_used'),
	'POST /api/setup/check': all('code_used'),
	'POST /api/sign-in': all('sign_in_failed'),
	'POST /api/sign-out': all('200'),
	'GET /api/me': asAgent('200 200 200 200 200 200 200'),
	// A reader may not send files. Visitors send on the site that they are on.
	'POST /api/v1/files': 'not_signed_in 201 201 201 not_signed_in 201 201 201 201 forbidden 201 201',
	'GET /api/v1/files/:id': `not_signed_in 200 file_not_found file_not_found not_signed_in ${'file_not_found '.repeat(4)} forbidden file_not_found file_not_found`,
	'PUT /api/v1/files/:id': `not_signed_in 200 file_not_found file_not_found not_signed_in ${'file_not_found '.repeat(4)} forbidden file_not_found file_not_found`,
	// By signed link only: without the signature nobody gets anything, whoever they are.
	'GET /files/:blob/:name': all('file_not_found'),
	'GET /transcripts/:conversation': all('conversation_not_found'),
	'GET /api/v1/reports': asAgent('200 200 200 200 forbidden 200 200'),
	'GET /api/v1/reports/conversations': asAgent('200 200 200 200 forbidden 200 200'),
	// Of which there is none here; what each may do with one that there is, is shown in http/archive-routes and http/ticket-routes.
	'GET /api/v1/archive': asAgent('200 200 200 200 200 200 200'),
	'GET /api/v1/conversations/:id/transcript': asAgent('conversation_not_found '.repeat(7)),
	'POST /api/v1/conversations/:id/review': asAgent('conversation_not_found '.repeat(7)),
	'GET /api/v1/visitors/:id/conversations': asAgent('200 200 200 200 200 200 200'),
	'GET /api/v1/visitors/:id': asAgent('200 200 200 200 200 not_found not_found'),
	'POST /api/v1/visitors/:id': asAgent('200 200 200 200 forbidden not_found not_found'),
	'POST /api/v1/visitors/:id/flag': asAgent('200 200 200 200 forbidden not_found not_found'),
	'POST /api/v1/visitors/:id/notes': asAgent('200 200 200 200 forbidden not_found not_found'),
	'POST /api/v1/visitors/:id/notes/:note': asAgent(
		`${'not_found '.repeat(4)} forbidden not_found not_found`,
	),
	'POST /api/v1/visitors/:id/notes/:note/delete': asAgent(
		`${'not_found '.repeat(4)} forbidden not_found not_found`,
	),
	'GET /api/v1/visitors': asAgent('200 200 forbidden forbidden forbidden forbidden 200'),
	'GET /api/v1/visitors/:id/export': asAgent(
		'200 200 forbidden forbidden forbidden forbidden not_found',
	),
	'GET /api/v1/bans': asAgent('200 200 200 forbidden forbidden forbidden 200'),
	'POST /api/v1/bans/:id/delete': asAgent(
		'not_found not_found not_found forbidden forbidden forbidden not_found',
	),
	'POST /api/v1/bans': asAgent('200 200 200 200 forbidden not_found not_found'),
	'GET /api/v1/tickets': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/tickets': asAgent('conversation_not_found '.repeat(7)),
	'GET /api/v1/tickets/:id': asAgent('not_found '.repeat(7)),
	'POST /api/v1/tickets/:id': asAgent('not_found '.repeat(7)),
	'POST /api/v1/tickets/:id/reply': asAgent('not_found '.repeat(7)),
	'POST /api/v1/tickets/:id/comment': asAgent('not_found '.repeat(7)),
	'GET /api/v1/sites': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/sites': asAgent('201 201 forbidden forbidden forbidden forbidden forbidden'),
	'POST /api/v1/sites/:id/preview': asAgent(adminsOfAllSites),
	// Of a key that is not there.
	'POST /api/v1/sites/:id/identity-keys/:kid/delete': asAgent(
		'bad_request bad_request forbidden forbidden forbidden forbidden forbidden',
	),
	'POST /api/v1/sites/:id': asAgent('200 200 forbidden forbidden forbidden forbidden forbidden'),
	'POST /api/v1/sites/:id/identity-keys': asAgent(
		'200 200 forbidden forbidden forbidden forbidden forbidden',
	),
	'GET /api/v1/backups': asAgent(adminsOfAllSites),
	// The first one begins; a second one has to wait for it.
	'POST /api/v1/backups': asAgent('202 202 forbidden forbidden forbidden forbidden forbidden'),
	'GET /api/v1/backups/:name': asAgent(
		'not_found forbidden forbidden forbidden forbidden forbidden forbidden',
	),
	'GET /api/v1/plugins': asAgent(adminsOfAllSites),
	'POST /api/v1/plugins/:id': asAgent(
		'not_found not_found forbidden forbidden forbidden forbidden forbidden',
	),
	'GET /api/v1/agents': asAgent('200 200 200 200 200 200 200'),
	// Asked about a reader of all sites, who may change the own name and photo.
	'POST /api/v1/agents/:id': asAgent('200 200 forbidden forbidden 200 forbidden forbidden'),
	'GET /api/v1/agents/:id/sessions': asAgent(adminsOfAllSites),
	// About nobody: their sessions are needed here. Who may is shown in http/people.
	'POST /api/v1/agents/:id/sessions/delete': asAgent(
		'not_found not_found forbidden forbidden forbidden forbidden not_found',
	),
	'POST /api/v1/agents/:id/second-step/delete': asAgent(adminsOfAllSites),
	'POST /api/v1/agents/:id/reset-link': asAgent(adminsOfAllSites),
	'PUT /api/v1/agents/:id/photo': asAgent(
		'file_type_refused file_type_refused forbidden forbidden file_type_refused forbidden forbidden',
	),
	'POST /api/v1/agents/:id/photo/delete': asAgent(
		'200 200 forbidden forbidden 200 forbidden forbidden',
	),
	// Each the own device only.
	'GET /api/v1/me/push': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/push': asAgent('bad_request '.repeat(7)),
	'POST /api/v1/me/push/delete': asAgent('bad_request '.repeat(7)),
	'POST /api/v1/me/push/test': asAgent('not_found '.repeat(7)),
	'GET /photos/:blob': all('file_not_found'),
	// Replies of the team: supervisors and above. Of one that is not there nobody learns more.
	'GET /api/v1/replies': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/replies': asAgent('201 201 201 forbidden forbidden forbidden forbidden'),
	'POST /api/v1/replies/:id': asAgent(
		'not_found not_found not_found not_found forbidden not_found not_found',
	),
	'POST /api/v1/replies/:id/delete': asAgent(
		'not_found not_found not_found not_found forbidden not_found not_found',
	),
	'POST /api/v1/replies/:id/use': asAgent(
		'not_found not_found not_found not_found forbidden not_found not_found',
	),
	'GET /api/v1/groups': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/groups': asAgent('201 201 forbidden forbidden forbidden forbidden forbidden'),
	'POST /api/v1/groups/:id': asAgent(
		'not_found not_found forbidden forbidden forbidden forbidden not_found',
	),
	'POST /api/v1/groups/:id/delete': asAgent(
		'not_found not_found forbidden forbidden forbidden forbidden not_found',
	),
	'GET /api/v1/invitations': asAgent('200 200 forbidden forbidden forbidden forbidden 200'),
	'POST /api/v1/invitations': asAgent('201 201 forbidden forbidden forbidden forbidden forbidden'),
	'POST /api/v1/invitations/:id/delete': asAgent(
		'not_found not_found forbidden forbidden forbidden forbidden not_found',
	),
	'POST /api/join/check': all('code_used'),
	'POST /api/join': all('code_used'),
	'POST /api/reset/check': all('code_used'),
	'POST /api/reset': all('code_used'),
	'GET /api/v1/me/prefs': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/prefs': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/password': asAgent(wrongPassword),
	'GET /api/v1/me/sessions': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/sessions/delete': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/sessions/:id/delete': asAgent(`${'not_found '.repeat(7)}`),
	'GET /api/v1/me/second-step': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/me/second-step': asAgent(wrongPassword),
	'POST /api/v1/me/second-step/confirm': asAgent(`${'wrong_state '.repeat(7)}`),
	'POST /api/v1/me/second-step/recovery': asAgent(wrongPassword),
	'POST /api/v1/me/second-step/delete': asAgent(wrongPassword),
	// At the end, since nothing of the visitor is left then.
	'POST /api/v1/visitors/:id/erase': asAgent(
		'200 200 forbidden forbidden forbidden forbidden not_found',
	),
};

async function requestOf(route: string): Promise<{ path: string; body: unknown }> {
	const path = (route.split(' ')[1] ?? '')
		.replace('/files/:id', `/files/${upload}`)
		.replace('/visitors/:id', `/visitors/${victim.visitor}`)
		.replace(':note', 'nothing')
		.replace('/agents/:id/sessions/delete', '/agents/a_nobody/sessions/delete')
		.replace('/agents/:id', `/agents/${world.agents.reader.id}`)
		.replace(':id', world.shop.id)
		.replace(':key', world.shop.key)
		.replace('*rest', 'anything')
		.replace(':folder/:name', 'widget/panel.js')
		.replace(':blob/:name', `${upload}/a.txt?t=text/plain&i=0&e=zzzzzzzz&s=AAAA`)
		.replace(':conversation', `${victim.conversation}?f=txt&l=&z=&e=zzzzzzzz&s=AAAA`);
	const linked = { code: 'x', name: 'E', password: 'long enough it is' };
	const onAllSites = { name: `N ${Math.random()}`, sites: 'all' };
	const bodies: Record<string, unknown> = {
		'POST /api/v1/conversations/:id/review': { clientId: 'a-review', text: 'Well done' },
		'POST /api/v1/plugins/:id': { rev: 0, enabled: false, values: {} },
		'POST /api/v1/visitors/:id/erase': { confirm: 'erase' },
		'POST /api/v1/visitors/:id': { phone: '+46 70' },
		'POST /api/v1/visitors/:id/flag': { flag: 'careful' },
		'POST /api/v1/visitors/:id/notes': { text: 'likes blue' },
		'POST /api/v1/visitors/:id/notes/:note': { rev: 1, text: 'likes red' },
		'POST /api/v1/bans': { visitor: victim.visitor, days: 1 },
		'POST /api/v1/tickets': { clientId: 'a-ticket', conversation: 'nobody.1', title: 'A lever' },
		'POST /api/v1/tickets/:id': { clientId: 'a-change', status: 'solved' },
		'POST /api/v1/tickets/:id/reply': { clientId: 'a-reply-x', text: 'Hello' },
		'POST /api/v1/tickets/:id/comment': { clientId: 'a-comment', text: 'Hello' },
		'POST /api/v1/agents/:id': { rev: await revOfReader(), name: 'reader' },
		'POST /api/v1/replies': {
			key: `k${Math.random()}`.replace('.', ''),
			title: 'Hello',
			text: 'Hello {name}',
			isShared: true,
			sites: 'all',
		},
		'POST /api/v1/replies/:id': { rev: 1, title: 'Hi' },
		'POST /api/v1/groups': { ...onAllSites, agents: [], standby: [], strategy: 'by_hand' },
		'POST /api/v1/groups/:id': { rev: 1, name: 'Sales' },
		'POST /api/v1/invitations': {
			...onAllSites,
			email: `${Math.random()}@example.com`,
			role: 'agent',
			groups: [],
		},
		'POST /api/join/check': { code: 'x' },
		'POST /api/join': linked,
		'POST /api/reset/check': { code: 'x' },
		'POST /api/reset': { code: 'x', password: 'long enough it is' },
		'POST /api/v1/me/password': { password: 'guess', newPassword: 'long enough it is' },
		'POST /api/v1/me/second-step': { password: 'guess' },
		'POST /api/v1/me/second-step/confirm': { code: '123456' },
		'POST /api/v1/me/second-step/recovery': { password: 'guess' },
		'POST /api/v1/me/second-step/delete': { password: 'guess' },
		'POST /api/setup': {
			code: 'x',
			name: 'E',
			email: 'e@example.com',
			password: 'long enough it is',
		},
		'POST /api/setup/check': { code: 'x' },
		'POST /api/sign-in': { email: `${Math.random()}@example.com`, password: 'guess' },
		'POST /api/v1/files': aFile,
		'PUT /api/v1/files/:id': 'words',
		'POST /api/v1/sites': { name: `Lamps ${Math.random()}` },
		'POST /api/v1/sites/:id': { rev: await revOfShop(), name: `Lamps ${Math.random()}` },
	};
	if (route === 'GET /api/v1/reports/conversations')
		return { path: `${path}?metric=conversations`, body: null };
	if (route === 'GET /api/v1/visitors') return { path: `${path}?q=vera`, body: null };
	if (route === 'GET /widget.js') return { path: `${path}?site=${world.shop.key}`, body: null };
	if (route.startsWith('PUT')) return { path: `${path}?offset=0`, body: bodies[route] };
	return { path, body: bodies[route] };
}

async function revOfReader(): Promise<number> {
	const agents = await ask('GET', '/api/v1/agents', { Cookie: world.agents.owner.cookie });
	const found = ((await agents.json()) as { id: string; rev: number }[]).find(
		({ id }) => id === world.agents.reader.id,
	);
	return found?.rev ?? -1;
}

async function revOfShop(): Promise<number> {
	const sites = await ask('GET', '/api/v1/sites', { Cookie: world.agents.owner.cookie });
	const found = ((await sites.json()) as { id: string; rev: number }[]).find(
		({ id }) => id === world.shop.id,
	);
	return found?.rev ?? 0;
}

describe('who may ask what', () => {
	it('has a row for each route of the server', () => {
		const routes = world.routes.map(({ method, path }) => `${method} ${path}`);
		expect(Object.keys(table).sort()).toEqual([...routes].sort());
	});

	it('is public or for agents as the route says', () => {
		for (const { method, path, policy } of world.routes) {
			const [nobody = ''] = (table[`${method} ${path}`] ?? '').split(' ');
			if (policy === 'agent') expect([path, nobody]).toEqual([path, 'not_signed_in']);
		}
	});

	// Sign-out comes last, since it ends the sessions of those who ask.
	it.each(Object.keys(table))('%s', async (route) => {
		const method = route.split(' ')[0] as Method;
		const answers: string[] = [];
		for (const column of columns) {
			const { path, body } = await requestOf(route);
			const type = { GET: {}, POST: json, PUT: bytes }[method];
			const caller = callerOf(column, route === 'POST /api/sign-out');
			const answer = await ask(method, path, { ...type, ...caller }, body);
			const text = await answer.text();
			answers.push(codeIn(text) ?? String(answer.status));
			// A chat is in no answer of a route, and a stranger sees nothing of the site.
			const seesOther = column in world.agents;
			// But for what a visitor said before, which agents of the site look up.
			if (
				!seesOther ||
				column.startsWith('other') ||
				!/\/visitors\/:id\/(conversations|export)$/.test(route)
			)
				expect(text).not.toMatch(new RegExp(`${private_}|"seq"`));
			if (!seesOther) expect(text).not.toContain(teamOnly);
			if (column.startsWith('other') && route.includes('/api/v1/sites'))
				expect(text).not.toMatch(new RegExp(`${world.shop.id}|Lamps|My shop`));
		}
		const expected = (table[route] ?? '').trim().split(/\s+/);
		if (route.startsWith('PUT')) {
			// Whoever sent these bytes has sent them.
			expect(answers.map((each) => each.replace('wrong_offset', '200'))).toEqual(expected);
		} else if (route === 'POST /api/v1/backups') {
			expect(answers.map((each) => each.replace('wrong_state', '202'))).toEqual(expected);
		} else expect(answers).toEqual(expected);
	});

	it('shows how a site is set up and its keys to owners and admins only', async () => {
		for (const kind of agentKinds) {
			const answer = await ask('GET', '/api/v1/sites', { Cookie: world.agents[kind].cookie });
			const [site = { settings: {} }] = (await answer.json()) as { settings: object }[];
			const isWhole = kind === 'owner' || kind === 'admin' || kind === 'otherAdmin';
			expect(['texts' in site.settings, 'identityKeys' in site]).toEqual([isWhole, isWhole]);
			expect(JSON.stringify(site)).not.toContain('secret');
		}
	});
});

function codeIn(text: string): string | null {
	try {
		return (JSON.parse(text) as { error: { code: string } }).error.code;
	} catch {
		return null;
	}
}
