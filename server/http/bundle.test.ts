import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/* The bundle that users run has stand-ins for what we do not need of some packages (server/build.mjs). */

const dataDir = mkdtempSync(join(tmpdir(), 'parley-bundle-'));
const main = resolve('build/server/main.js');
const child = spawn(
	process.execPath,
	['-e', `import(${JSON.stringify(main)}).then((m) => m.run())`],
	{
		env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: dataDir },
		stdio: ['ignore', 'pipe', 'inherit'],
	},
);
let port: number;
beforeAll(async () => {
	const [said] = (await once(child.stdout, 'data')) as [Buffer];
	port = Number(/http:\/\/127\.0\.0\.1:(\d+)/.exec(said.toString())?.[1]);
});
afterAll(async () => {
	child.kill();
	await once(child, 'close');
	rmSync(dataDir, { recursive: true, force: true });
});

interface Answer {
	readonly status: number | undefined;
	readonly body: { readonly error?: { readonly code: string; readonly message: string } };
}
async function post(body: Buffer, type: string, encoding?: string): Promise<Answer> {
	const sent = request({
		port,
		host: '127.0.0.1',
		path: '/api/sign-in',
		method: 'POST',
		headers: {
			'Content-Type': type,
			...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
		},
	});
	sent.end(body);
	const [response] = (await once(sent, 'response')) as [IncomingMessage];
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return {
		status: response.statusCode,
		body: JSON.parse(Buffer.concat(chunks).toString()) as Answer['body'],
	};
}
const wrong = Buffer.from(JSON.stringify({ email: 'zoë', password: 'ü' }));

it.each([
	'application/json',
	'application/json; charset=utf-8',
	'Application/JSON;charset="UTF-8"',
])('the bundle reads %s', async (type) => {
	const { status, body } = await post(wrong, type);
	expect([status, body.error?.message]).toEqual([
		400,
		'email: must be an e-mail address such as name@example.com',
	]);
});

it.each(['latin1', 'iso-8859-1', 'utf-16', 'utf-7', 'nonsense'])(
	'the bundle says that it does not read %s',
	async (charset) => {
		const { status, body } = await post(wrong, `application/json; charset=${charset}`);
		expect([status, body.error?.code]).toEqual([400, 'bad_request']);
		expect(body.error?.message).toContain('UTF-8');
	},
);

it('the bundle joins characters that arrive in two parts', async () => {
	const email = `${'é'.repeat(40_000).slice(0, 32_000)}@example.com`;
	const { body } = await post(Buffer.from(JSON.stringify({ email })), 'application/json');
	expect(body.error?.message).toMatch(/^email: /);
	const { status } = await post(Buffer.from('{"email":"\u{1F600}"'), 'application/json');
	expect(status).toBe(400);
});

it('the bundle speaks of errors in English', async () => {
	const { body } = await post(Buffer.from('{"email":7}'), 'application/json');
	expect(body.error?.message).toBe('email: Invalid input: expected string, received number');
});

it('the bundle leaves out what it does not need', () => {
	const text = readFileSync(main, 'utf8');
	expect(text).not.toContain('big5hkscs');
	expect(text).not.toContain('application/1d-interleaved-parityfec');
	expect(text.length).toBeLessThan(1_400_000);
});
