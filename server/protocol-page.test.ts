import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorCodes } from '../shared/errors.ts';
import { agentFrame } from '../shared/protocol/agent-frames.ts';
import { closeCodes, wireLimits } from '../shared/protocol/limits.ts';
import { visitorFrame } from '../shared/protocol/visitor-frames.ts';
import { defaultFileLimits } from './files/limits.ts';
import { defaultLimits } from './gateway/limits.ts';
import { openHouse } from './house.ts';
import { start, type Parley } from './main.ts';
import { hashOf, sessionsCollection } from './routing/index.ts';
import { randomIds } from './system/ids.ts';
import { Names, readExamples, type Example } from './testing/protocol-page.ts';
import {
	removeData,
	startTestGateway,
	testConfig,
	TestSocket,
	type Frame,
	type TestGateway,
} from './testing/test-server.ts';

/*
 * Plays every example of docs/protocol.md against a real server, in their order. Whoever is called "idle" is on a server of its own,
 * whose heart beats faster, whose store goes away and which is closed in the end.
 */

const path = join(import.meta.dirname, '../docs/protocol.md');
const page = readFileSync(path, 'utf8');
const examples = readExamples(path);
const names = new Names();
const dataDir = mkdtempSync(join(tmpdir(), 'parley-page-'));
const sockets = new Map<string, { socket: TestSocket; taken: Set<Frame> }>();
/** The answer to the latest request of each. */
const answers = new Map<string, { status: number; body: unknown }>();
const cookies = new Map<string, string>();
let parley: Parley;
let idle: TestGateway;
let isClosing = false;

beforeAll(async () => {
	const house = await openHouse(testConfig(dataDir), resolve('build'));
	const site = await house.sites.first();
	for (const [actor, name] of [
		['agent', 'Mira'],
		['agent 2', 'Paul'],
	] as const) {
		const email = `${name}@example.com`;
		const { agents, store } = house;
		const { id } = await agents.save({ name, email, passwordHash: '', role: 'agent' });
		const secret = randomIds.secret();
		const [createdAt, expiresAt] = [Date.now(), Date.now() + 600_000];
		const session = { id: hashOf(secret), agent: id, createdAt, expiresAt };
		await store.insert(sessionsCollection, session);
		cookies.set(actor, `parley_session=${secret}`);
		names.known.set(`agent ${name}`, id);
	}
	const { kid, secret } = await house.sites.newIdentityKey(site.id);
	makers.set('proof', () => proof(site.key, kid, secret));
	makers.set('proof 2', () => proof(site.key, kid, secret));
	await house.close();
	parley = await start(testConfig(dataDir), resolve('build'));
	idle = await startTestGateway({ beatMs: 300 });
	cookies.set('idle agent', (await idle.signedIn('Ada')).cookie);
	for (const [name, value] of [
		['site', site.key],
		['site id', site.id],
		['origin', parley.url],
		['idle site', idle.siteKey],
	] as const)
		names.known.set(name, value);
}, 30_000);
afterAll(async () => {
	for (const { socket } of sockets.values()) socket.close();
	await parley.close();
	if (!isClosing) await idle.stop();
	await removeData(dataDir);
});

/** What is not told by the server, but made by somebody else. */
const makers = new Map<string, () => unknown>();
async function make(name: string): Promise<unknown> {
	const maker = makers.get(name);
	if (maker === undefined) throw new Error(`The page does not tell where <${name}> comes from.`);
	return maker();
}
let proofs = 0;
function proof(aud: string, kid: string, secret: string): string {
	const part = (json: object): string => Buffer.from(JSON.stringify(json)).toString('base64url');
	const iat = Math.floor(Date.now() / 1000);
	const jti = `proof-${String(++proofs).padStart(8, '0')}`;
	const claims = { sub: 'customer-7', aud, iat, exp: iat + 300, jti, name: 'Vera' };
	const text = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${part(claims)}`;
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function socketOf(actor: string) {
	const known = sockets.get(actor);
	if (known !== undefined) return known;
	const isAgent = actor.includes('agent');
	const cookie = cookies.get(actor);
	const headers: Record<string, string> = cookie === undefined ? {} : { Cookie: cookie };
	const url = `${parley.url.replace('http', 'ws')}/ws/${isAgent ? 'agent' : 'visitor'}`;
	const own = (): Promise<TestSocket> => (isAgent ? idle.agent(cookie ?? '') : idle.visitor());
	const socket = actor.startsWith('idle') ? await own() : new TestSocket(url, headers);
	await socket.opened;
	const made = { socket, taken: new Set<Frame>() };
	sockets.set(actor, made);
	return made;
}

async function play(example: Example): Promise<void> {
	const { kind, from, to, text } = example;
	if (kind === 'http') return from === 'server' ? expectAnswer(to, text) : request(from, text);
	const frames: unknown = JSON.parse(text);
	if (!Array.isArray(frames)) throw new Error('A message is an array of frames.');
	if (from === 'server') for (const frame of frames as Frame[]) await expectFrame(to, frame);
	else (await socketOf(from)).socket.send(...((await names.fill(frames, make)) as Frame[]));
}

async function expectFrame(actor: string, wanted: Frame): Promise<void> {
	if (actor.startsWith('idle')) bringAbout(wanted);
	const { socket, taken } = await socketOf(actor);
	for (const deadline = Date.now() + 6000; Date.now() < deadline;) {
		const found = socket.heard.find((heard) => !taken.has(heard) && names.fits(wanted, heard));
		if (found !== undefined) return void taken.add(found);
		await new Promise((done) => setTimeout(done, 5));
	}
	const same = socket.heard.slice(-4);
	const known = JSON.stringify([...names.known]);
	throw new Error(`Not heard: ${JSON.stringify(wanted)}\nbut: ${JSON.stringify(same)}\n${known}`);
}

function bringAbout({ type, isAway }: Frame): void {
	const { store } = idle.house;
	if (type === 'store')
		Object.assign(store, {
			health: () => Promise.resolve(isAway === true ? { ok: false, reason: 'away' } : { ok: true }),
		});
	if (type === 'changed') {
		const { sites } = idle.house;
		void sites.first().then(({ id }) => sites.newIdentityKey(id));
	}
	if (type !== 'bye' || isClosing) return;
	isClosing = true;
	makers.set('closed', () => idle.stop());
	void idle.gateway.close();
}

async function request(actor: string, text: string): Promise<void> {
	const [head = '', ...body] = text.split('\n\n');
	const [first = '', ...lines] = head.split('\n');
	const [method = '', target = ''] = first.split(/ (.*)/);
	const headers: Record<string, string> = {};
	for (const line of lines) {
		const [name = '', value = ''] = line.split(/: (.*)/);
		headers[name] = String(await names.fill(value, make));
	}
	const cookie = cookies.get(actor);
	if (cookie !== undefined) headers['Cookie'] = cookie;
	const given = body.join('\n\n');
	const isJson = headers['Content-Type'] === 'application/json';
	const sent = isJson ? JSON.stringify(await names.fill(JSON.parse(given), make)) : given;
	const address = String(await names.fill(target, make));
	const answer = await fetch(address.startsWith('http') ? address : parley.url + address, {
		method,
		headers,
		...(method === 'GET' ? {} : { body: sent }),
	});
	const isJsonAnswer = answer.headers.get('content-type')?.startsWith('application/json') === true;
	const got: unknown = isJsonAnswer ? await answer.json() : await answer.text();
	answers.set(actor, { status: answer.status, body: got });
}

function expectAnswer(actor: string, text: string): void {
	const [first = '', ...rest] = text.split('\n\n');
	const wanted = rest.join('\n\n');
	const { status, body } = answers.get(actor) ?? { status: 0, body: null };
	const example: unknown = typeof body === 'string' ? wanted : JSON.parse(wanted);
	expect([status, body]).toEqual([Number(first.trim()), body]);
	if (!names.fits(example, body))
		throw new Error(`Not answered: ${wanted}\nbut: ${JSON.stringify(body)}`);
}

describe('docs/protocol.md', () => {
	it('has examples that all come about, in their order', async () => {
		expect(examples.length).toBeGreaterThan(50);
		for (const example of examples) {
			try {
				await play(example);
			} catch (error) {
				throw new Error(`Line ${example.line} of docs/protocol.md`, { cause: error });
			}
		}
		if (isClosing) await make('closed');
	}, 60_000);

	const shown = (from: RegExp, to: RegExp): Set<string> =>
		new Set(
			examples
				.filter((example) => from.test(example.from) && to.test(example.to))
				.flatMap(({ text, kind }) =>
					kind === 'json' ? (JSON.parse(text) as Frame[]).map(({ type }) => type) : [],
				),
		);
	const sent = (name: string, file: string): string[] => {
		const source = readFileSync(join(import.meta.dirname, '../shared/protocol', file), 'utf8');
		const union = source.slice(source.indexOf(`export type ${name} =`));
		return [...union.matchAll(/readonly type: '([\w.]+)'/g)].map(([, type]) => type ?? '');
	};
	const typesOf = (options: readonly { shape: { type: { value: string } } }[]): string[] =>
		options.map(({ shape }) => shape.type.value);

	it.each([
		['a visitor says', typesOf(visitorFrame.options), shown(/visitor/, /server/)],
		['an agent says', typesOf(agentFrame.options), shown(/agent/, /server/)],
		['a visitor hears', sent('ToVisitor', 'visitor-frames.ts'), shown(/server/, /visitor/)],
		['an agent hears', sent('ToAgent', 'agent-frames.ts'), shown(/server/, /agent/)],
	])('shows every frame that %s', (_who, types, examples_) => {
		expect(types.length).toBeGreaterThan(10);
		expect([...new Set(types)].filter((type) => !examples_.has(type))).toEqual([]);
	});

	it('names every error code, close code and limit, and every name of LIMITS', () => {
		const limits = Object.keys({ ...defaultLimits, ...defaultFileLimits });
		const words = [...errorCodes, ...limits, ...Object.values(closeCodes).map(String)];
		expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
		const { frame, beforeHello, frames, depth, text, beatMs, silenceMs } = wireLimits;
		for (const number of [frame, beforeHello, frames, depth, text, beatMs, silenceMs])
			expect(page).toContain(number.toLocaleString('en'));
	});
});
