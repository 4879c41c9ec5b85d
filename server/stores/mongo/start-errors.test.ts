import { StoreStartError } from '../start-error.ts';
import { startErrorOf } from './start-errors.ts';

interface Known {
	readonly type: string;
	readonly setName?: string;
	readonly servers: Readonly<Record<string, string>>;
}

/** As the driver gives up looking for a server that takes writes. */
function gaveUp({ type, setName, servers }: Known): Error {
	const found = new Map(Object.entries(servers).map(([name, kind]) => [name, { type: kind }]));
	const reason = { type, setName: setName ?? null, servers: found };
	return Object.assign(new Error('Server selection timed out after 5000 ms'), {
		name: 'MongooseServerSelectionError',
		reason,
	});
}
const refused = (code: number, message: string): Error =>
	Object.assign(new Error(message), { name: 'MongoServerError', code });
const said = (error: Error, url = 'mongodb://db/chat'): [string, string] => {
	const found = startErrorOf(error, url);
	if (!(found instanceof StoreStartError)) throw found;
	return [found.code, found.message];
};

describe('a start on MongoDB that failed says', () => {
	it.each([
		[{ type: 'Unknown', servers: { 'db:27017': 'RSGhost' } }],
		[{ type: 'ReplicaSetNoPrimary', setName: 'rs0', servers: { 'db:27017': 'RSGhost' } }],
		[{ type: 'Unknown', servers: { 'db:27017': 'RSGhost', 'db2:27017': 'Unknown' } }],
	])('that its set was never initiated: %j', (known) => {
		const [code, message] = said(gaveUp(known));
		expect(code).toBe('unsuitable');
		expect(message).toContain('the replica set was never initiated: run rs.initiate() once');
	});

	it('that the set has no primary, which is no matter of the address', () => {
		const servers = { 'db:27017': 'RSSecondary', 'db2:27017': 'RSGhost' };
		const [code, message] = said(gaveUp({ type: 'ReplicaSetNoPrimary', setName: 'rs0', servers }));
		expect(code).toBe('unreachable');
		expect(message).toMatch(/is reached, but the replica set rs0 has no primary now.*rs\.status/);
	});

	it('which names the members have for one another, when this machine does not know them', () => {
		const known = {
			type: 'ReplicaSetNoPrimary',
			setName: 'rs0',
			servers: { 'mongo:27017': 'Unknown' },
		};
		expect(said(gaveUp(known))[1]).toMatch(/call themselves mongo:27017.*rs\.reconfig/);
		expect(said(gaveUp(known), 'mongodb://mongo/chat')[1]).toContain('Check that it runs');
	});

	it('that nothing answers', () => {
		const known = { type: 'Unknown', servers: { 'db:27017': 'Unknown' } };
		expect(said(gaveUp(known))).toEqual([
			'unreachable',
			expect.stringMatching(/cannot be used \(Server selection timed out.*Check that it runs/),
		]);
	});

	it('that the user may not, without the command that was refused', () => {
		const command =
			'not authorized on chat to execute command { createIndexes: "meta", lsid: { id: UUID("f0d4") }, signature: { hash: BinData(0, 9E0A) } }';
		const [code, message] = said(refused(13, command), 'mongodb://mira:secret@db/chat');
		expect(code).toBe('unreachable');
		expect(message).toMatch(
			/refuses the user of STORE_URL \(not authorized on chat\)\..*readWrite/,
		);
		expect(message).not.toMatch(/lsid|9E0A|createIndexes|mira|secret/);
	});

	it('that a user is wanted, when the address has none', () => {
		const [code, message] = said(refused(13, 'command find requires authentication'));
		expect(code).toBe('unreachable');
		expect(message).toContain('wants a user and a password, and STORE_URL has none');
		expect(message).not.toContain('refuses the user');
	});

	it('that a database differs from another one only in its capital letters', () => {
		const text =
			'db already exists with different case already have: [Chat] trying to create [chat]';
		const [code, message] = said(refused(13297, text));
		expect(code).toBe('unsuitable');
		expect(message).toMatch(/has the database Chat already.*differs from chat only in capital/);
	});

	it('nothing of what is a bug', () => {
		const bug = new TypeError('x is not a function');
		expect(startErrorOf(bug, 'mongodb://db/chat')).toBe(bug);
	});
});
