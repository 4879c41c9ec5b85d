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
const table: Readonly<Record<string, string>> = {
	'GET /': all('302'),
	'GET /widget.js': all('200'),
	'GET /chat/:key': all('200'),
	'GET /chat/:key/colours.css': all('200'),
	'GET /console': all('200'),
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
	'GET /api/v1/sites': asAgent('200 200 200 200 200 200 200'),
	'POST /api/v1/sites/:id': asAgent('200 200 forbidden forbidden forbidden forbidden forbidden'),
	'POST /api/v1/sites/:id/identity-keys': asAgent(
		'200 200 forbidden forbidden forbidden forbidden forbidden',
	),
};

async function requestOf(route: string): Promise<{ path: string; body: unknown }> {
	const path = (route.split(' ')[1] ?? '')
		.replace('/files/:id', `/files/${upload}`)
		.replace(':id', world.shop.id)
		.replace(':key', world.shop.key)
		.replace('*rest', 'anything')
		.replace(':folder/:name', 'widget/panel.js')
		.replace(':blob/:name', `${upload}/a.txt?t=text/plain&i=0&e=zzzzzzzz&s=AAAA`)
		.replace(':conversation', `${victim.conversation}?f=txt&l=&z=&e=zzzzzzzz&s=AAAA`);
	const bodies: Record<string, unknown> = {
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
		'POST /api/v1/sites/:id': { rev: await revOfShop(), name: `Lamps ${Math.random()}` },
	};
	if (route === 'GET /widget.js') return { path: `${path}?site=${world.shop.key}`, body: null };
	if (route.startsWith('PUT')) return { path: `${path}?offset=0`, body: bodies[route] };
	return { path, body: bodies[route] };
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
			expect(text).not.toMatch(new RegExp(`${private_}|"seq"`));
			const seesOther = column in world.agents;
			if (!seesOther) expect(text).not.toContain(teamOnly);
			if (column.startsWith('other') && route.includes('/api/v1/sites'))
				expect(text).not.toMatch(new RegExp(`${world.shop.id}|Lamps|My shop`));
		}
		const expected = (table[route] ?? '').trim().split(/\s+/);
		if (route.startsWith('PUT')) {
			// Whoever sent these bytes has sent them.
			expect(answers.map((each) => each.replace('wrong_offset', '200'))).toEqual(expected);
		} else expect(answers).toEqual(expected);
	});

	it('shows how a site is set up and its keys to owners and admins only', async () => {
		for (const kind of agentKinds) {
			const answer = await ask('GET', '/api/v1/sites', { Cookie: world.agents[kind].cookie });
			const [site = {}] = (await answer.json()) as object[];
			const isWhole = kind === 'owner' || kind === 'admin' || kind === 'otherAdmin';
			expect(['settings' in site, 'identityKeys' in site]).toEqual([isWhole, isWhole]);
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
