import { defaultFileLimits } from './files/index.ts';
import { defaultLimits } from './gateway/limits.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ConfigError, loadConfig } from './config.ts';

const key = Buffer.alloc(32, 7).toString('base64');

describe('the settings', () => {
	it('have defaults that start on this machine only', () => {
		expect(loadConfig({})).toEqual({
			port: 4000,
			host: '127.0.0.1',
			dataDir: resolve('./data'),
			publicUrl: null,
			trustProxy: 'loopback',
			storeUrl: null,
			allowStandalone: false,
			storeSync: 'full',
			logLevel: 'warn',
			key: null,
			webhookAllow: [],
			limits: { gateway: defaultLimits, files: defaultFileLimits },
		});
	});

	it('report everything that is wrong at once, each with its key', () => {
		const environment = {
			PORT: '70000',
			PUBLIC_URL: 'chat.example.com',
			STORE_SYNC: 'sometimes',
			PARLEY_KEY: 'short',
		};
		const problems = problemsOf(environment);
		expect(problems.map((problem) => problem.split(':')[0])).toEqual([
			'PORT',
			'PUBLIC_URL',
			'STORE_SYNC',
			'PARLEY_KEY',
		]);
	});

	it('never print a secret', () => {
		expect(problemsOf({ PARLEY_KEY: 'hunter2' }).join()).not.toContain('hunter2');
	});

	it('take an empty value for none', () => {
		expect(loadConfig({ PORT: '', PUBLIC_URL: '' }).port).toBe(4000);
		expect(loadConfig({ STORE_URL: '' }).storeUrl).toBeNull();
	});

	it('need the key with MongoDB, and say where it comes from', () => {
		const url = 'mongodb://db.example.com/parley';
		const [problem, ...others] = problemsOf({ STORE_URL: url });
		expect(problem).toMatch(/^PARLEY_KEY: .*openssl rand -base64 32.*DATA_DIR\/key$/);
		expect(others).toEqual([]);
		expect(loadConfig({ STORE_URL: url, PARLEY_KEY: key })).toMatchObject({ storeUrl: url, key });
	});

	it('never print what is in the address of a database', () => {
		const given = { STORE_URL: 'postgres://chat:hunter2@db/shop', PARLEY_KEY: key };
		expect(problemsOf(given)).toEqual([expect.stringContaining('must be mongodb://')]);
		for (const url of ['mongodb://chat:hun/ter2@db/x', 'mongodb://chat:hunter2@db/a b']) {
			expect(problemsOf({ STORE_URL: url, PARLEY_KEY: key }).join()).not.toMatch(/hun|ter2/);
		}
	});

	it('take a MongoDB without a replica set by the very words only', () => {
		expect(loadConfig({ MONGO_STANDALONE: 'only-for-tests' }).allowStandalone).toBe(true);
		expect(problemsOf({ MONGO_STANDALONE: 'true' })[0]).toMatch(/^MONGO_STANDALONE: /);
	});

	it('make an origin of the public address, and refuse one with a path', () => {
		expect(loadConfig({ PUBLIC_URL: 'https://Chat.example.com/' }).publicUrl).toBe(
			'https://chat.example.com',
		);
		expect(problemsOf({ PUBLIC_URL: 'https://example.com/chat' })).toEqual([
			'PUBLIC_URL: must not have a path',
		]);
	});

	it.each([
		['loopback', 'loopback'],
		[' loopback , uniquelocal,', 'loopback,uniquelocal'],
		['linklocal,10.1.0.0/16,192.0.2.7', 'linklocal,10.1.0.0/16,192.0.2.7'],
		['2001:db8::/32,::1', '2001:db8::/32,::1'],
	])('take the proxies %j', (value, proxies) => {
		expect(loadConfig({ TRUST_PROXY: value }).trustProxy).toBe(proxies);
	});

	it.each([
		'true',
		'1',
		'0.0.0.0/0',
		'::/0',
		'10.0.0.0/33',
		'10.0.0.0/8/8',
		'nginx',
		'fe80::1%eth0',
	])('refuse the proxy %s and say what is right', (value) => {
		expect(problemsOf({ TRUST_PROXY: `loopback,${value}` })).toEqual([
			`TRUST_PROXY: "${value}" must be loopback, linklocal, uniquelocal, an address (10.1.2.3) or a network (10.1.0.0/16); several with commas between them`,
		]);
	});

	it('can be given as files', () => {
		const folder = mkdtempSync(join(tmpdir(), 'parley-config-'));
		const file = join(folder, 'port');
		writeFileSync(file, '4123\n');
		expect(loadConfig({ PORT_FILE: file }).port).toBe(4123);
		rmSync(folder, { recursive: true });
	});

	it('name a file that cannot be read', () => {
		expect(problemsOf({ PARLEY_KEY_FILE: '/nowhere/key' })[0]).toContain(
			'PARLEY_KEY_FILE: /nowhere/key cannot be read',
		);
	});
});

function problemsOf(environment: Record<string, string>): readonly string[] {
	try {
		loadConfig(environment);
	} catch (error) {
		if (error instanceof ConfigError) return error.problems;
		throw error;
	}
	return [];
}
