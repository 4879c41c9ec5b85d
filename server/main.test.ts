import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Config } from './config.ts';
import { start } from './main.ts';
import { removeData, testConfig } from './testing/test-server.ts';

const buildDir = resolve('build');
let dataDir: string;
beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'parley-start-'));
});
afterEach(() => removeData(dataDir));

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((done) => {
		server.listen(0, '127.0.0.1', done);
	});
	const { port } = server.address() as AddressInfo;
	await new Promise((done) => {
		server.close(done);
	});
	return port;
}

/** Starts on the same folder and port: neither is held by the start that failed. */
async function startsThen(config: Config): Promise<void> {
	const parley = await start(config, buildDir);
	expect((await fetch(`${parley.url}/readyz`)).status).toBe(200);
	await parley.close();
}

describe('a start that fails lets go of all that it took', () => {
	it('without a build', async () => {
		const config = testConfig(dataDir);
		await expect(start(config, join(dataDir, 'no-build'))).rejects.toThrow();
		await startsThen(config);
	});

	it('with half a build', async () => {
		const half = mkdtempSync(join(tmpdir(), 'parley-build-'));
		symlinkSync(join(buildDir, 'server'), join(half, 'server'));
		const config = testConfig(dataDir);
		await expect(start(config, half)).rejects.toThrow(
			'build/widget is missing: run npm run build.',
		);
		await startsThen(config);
		rmSync(half, { recursive: true });
	});

	it('with a proxy that express does not understand', async () => {
		const config = testConfig(dataDir);
		await expect(start({ ...config, trustProxy: 'true' }, buildDir)).rejects.toThrow();
		await startsThen(config);
	});

	it('on a port that is taken', async () => {
		const other = createServer();
		await new Promise<void>((done) => {
			other.listen(0, '127.0.0.1', done);
		});
		const config = testConfig(dataDir, { port: (other.address() as AddressInfo).port });
		await expect(start(config, buildDir)).rejects.toMatchObject({ code: 'EADDRINUSE' });
		await new Promise((done) => {
			other.close(done);
		});
		await startsThen(config);
	});

	it('when the socket of the command line cannot be made', async () => {
		const blocking = join(dataDir, 'control.sock');
		mkdirSync(blocking);
		writeFileSync(join(blocking, 'file'), '');
		const config = testConfig(dataDir, { port: await freePort() });
		await expect(start(config, buildDir)).rejects.toThrow('socket for the command line');
		rmSync(blocking, { recursive: true });
		await startsThen(config);
	});
});
