import type { Finding } from '../../../shared/plugin/plugin.ts';
import { testConfig } from '../../testing/test-server.ts';
import { settingsFindings } from './settings.ts';

const said = (found: readonly Finding[]): string[] =>
	found.map(({ level, message }) => `${level}: ${message}`);

it.each([
	[{}, 'this machine only'],
	[{ host: '0.0.0.0' }, 'HOST=0.0.0.0 opens the server'],
	[{ publicUrl: 'http://chat.example.com' }, 'plain http'],
	[{ publicUrl: 'https://chat.example.com', host: '0.0.0.0' }, 'TRUST_PROXY=loopback'],
	[{ publicUrl: 'https://chat.example.com', trustProxy: 'true' }, 'claim any address'],
	[{ publicUrl: 'https://chat.example.com', trustProxy: '1' }, 'claim any address'],
] as const)('settings %j give a warning', (more, sentence) => {
	const found = settingsFindings(testConfig('/data', { storeSync: 'full', ...more }));
	const warnings = found.filter(({ level }) => level === 'warning');
	expect(said(warnings)).toEqual([expect.stringContaining(sentence)]);
});

it('says which settings mean something else with MongoDB, and that a standalone is for tests', () => {
	const storeUrl = 'mongodb://chat:hunter2@db/parley';
	const more = { publicUrl: 'https://chat.example.com', storeUrl, allowStandalone: true } as const;
	const found = settingsFindings(testConfig('/data', { ...more, storeSync: 'normal' }));
	expect(said(found)).toEqual([
		'ok: Browsers reach it at https://chat.example.com.',
		expect.stringContaining('ok: Secrets are sealed under PARLEY_KEY'),
		expect.stringContaining('warning: MONGO_STANDALONE is set'),
		expect.stringContaining('warning: STORE_SYNC=normal means nothing with MongoDB'),
	]);
	expect(said(found).join()).not.toContain('hunter2');
});

it('has nothing to say of sound settings', () => {
	const more = { publicUrl: 'https://chat.example.com', storeSync: 'full' } as const;
	expect(said(settingsFindings(testConfig('/data', more)))).toEqual([
		'ok: Browsers reach it at https://chat.example.com.',
	]);
});
