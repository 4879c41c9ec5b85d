import { announcement, warningsOf } from './announcement.ts';
import { loadConfig } from './config.ts';

const parley = { url: 'http://127.0.0.1:4000', port: 4000, warnings: [] };

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
		expect(warningsOf(loadConfig({ HOST: '0.0.0.0' }), false).join()).toContain('PUBLIC_URL');
		const named = { HOST: '0.0.0.0', PUBLIC_URL: 'https://chat.example.com' };
		expect(warningsOf(loadConfig(named), false)).toEqual([]);
	});
	it('says that a database is gone instead of starting empty without a word', () => {
		expect(warningsOf(loadConfig({}), true).join()).toContain('restore');
	});
});
