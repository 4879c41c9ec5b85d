import { announcement, warningsOf } from './announcement.ts';
import { loadConfig } from './config.ts';

const parley = { url: 'http://127.0.0.1:4000', port: 4000, warnings: [] };
const sound = { isDatabaseGone: false, others: [], locked: [] };
const onMongo = {
	STORE_URL:
		'mongodb://chat:hunter2@db1:27017,db2/shop?tls=true&tlsCertificateKeyFilePassword=hunter3',
	PARLEY_KEY: Buffer.alloc(32).toString('base64'),
	DATA_DIR: '/var/lib/parley',
};
const other = { node: 'b:/data', host: 'b.example.com', pid: 77, seenAt: 0 };

describe('what npm start prints', () => {
	it('names the demo under another host than the console, so that it is a foreign site', () => {
		const text = announcement(loadConfig({}), { ...parley, ownerLink: null });
		expect(text).toContain('http://localhost:4000/demo');
		expect(text).toContain('http://127.0.0.1:4000/console');
	});
	it('gives the first step while there is no owner, and only then', () => {
		const link = 'http://127.0.0.1:4000/console/setup#abc';
		expect(announcement(loadConfig({}), { ...parley, ownerLink: link })).toContain(link);
		expect(announcement(loadConfig({}), { ...parley, ownerLink: null })).not.toContain('setup');
	});
	it('says what others need before they can use a server that listens for them', () => {
		expect(warningsOf(loadConfig({ HOST: '0.0.0.0' }), sound).join()).toContain('PUBLIC_URL');
		const named = { HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example.com' };
		expect(warningsOf(loadConfig(named), sound)).toEqual([]);
	});
	it('says that a database is gone instead of starting empty without a word', () => {
		expect(warningsOf(loadConfig({}), { ...sound, isDatabaseGone: true }).join()).toContain(
			'restore',
		);
	});
	it('says where the data are, never with a password, in a line that begins with data', () => {
		expect(announcement(loadConfig({ DATA_DIR: '/d' }), { ...parley, ownerLink: null })).toMatch(
			/^ {2}data {8}\/d$/m,
		);
		const text = announcement(loadConfig(onMongo), { ...parley, ownerLink: null });
		expect(text).toMatch(
			/^ {2}data {8}mongodb:\/\/db1:27017,db2\/shop, and \/var\/lib\/parley for backups/m,
		);
		expect(text).not.toContain('hunter');
	});
	it('names the plugins that cannot read their secrets under this key, and what to do', () => {
		const text = warningsOf(loadConfig(onMongo), { ...sound, locked: ['Slack', 'Jira'] }).join();
		expect(text).toMatch(
			/^Slack, Jira cannot read their secrets.*Start with the old key \(PARLEY_KEY/,
		);
		expect(warningsOf(loadConfig({}), { ...sound, locked: ['Slack'] }).join()).toContain(
			'Slack cannot read its secrets',
		);
	});
	it('warns of other servers on the same database, and of one that may lose what it acknowledged', () => {
		const config = loadConfig(onMongo);
		expect(warningsOf(config, sound)).toEqual([]);
		expect(warningsOf(config, { ...sound, others: [other] })).toEqual([
			expect.stringContaining(
				'Another server uses the same database (process 77 on b.example.com)',
			),
		]);
		expect(warningsOf(config, { ...sound, others: [other, other] }).join()).toContain(
			'Other servers use',
		);
		const standalone = loadConfig({ ...onMongo, MONGO_STANDALONE: 'only-for-tests' });
		expect(warningsOf(standalone, sound).join()).toContain('For tests only');
		expect(warningsOf(loadConfig({ MONGO_STANDALONE: 'only-for-tests' }), sound)).toEqual([]);
	});
});
