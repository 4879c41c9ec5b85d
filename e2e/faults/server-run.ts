import { createServer } from 'node:net';
import { join } from 'node:path';
import { wideLimits } from '../server-process.ts';
import { startChild, until, type Child } from './child.ts';

const program = join(import.meta.dirname, 'serve.mjs');
const owner = { name: 'Mira', email: 'mira@example.com', password: 'a long enough password' };

/** Beside what each run has. */
interface RunOptions {
	/** To node itself. */
	readonly nodeArgs?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
}

/** One data folder and one port over many lives of the server. */
export class ServerRun {
	readonly dataDir: string;
	readonly port: number;
	/** Of the signed-in owner, from the first start on. */
	cookie = '';
	/** The key of the site that the first start makes. */
	siteKey = '';
	#child: Child | null = null;
	readonly #options: RunOptions;

	private constructor(dataDir: string, port: number, options: RunOptions) {
		this.dataDir = dataDir;
		this.port = port;
		this.#options = options;
	}

	static async create(dataDir: string, options: RunOptions = {}): Promise<ServerRun> {
		const run = new ServerRun(dataDir, await freePort(), options);
		await run.start();
		return run;
	}

	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Resolves when it says that it is ready, or ends by a kill before that; rejects when it ends by itself. */
	async start(): Promise<void> {
		let ready = false;
		let link: string | null = null;
		const child = startChild(
			[...(this.#options.nodeArgs ?? []), program],
			(line) => {
				link ??= /console\/setup#(\S+)/.exec(line)?.[1] ?? null;
				// The last line of the greeting: all others are here too.
				ready ||= line.startsWith('  data ');
			},
			{
				PORT: String(this.port),
				DATA_DIR: this.dataDir,
				WEBHOOK_ALLOW: '127.0.0.0/8',
				LIMITS: wideLimits,
				...this.#options.env,
			},
		);
		this.#child = child;
		let ended: { code: number | null; signal: string | null } | null = null;
		void child.ended.then((how) => (ended = how));
		const isUp = await until(() => ready || ended !== null, 30_000);
		const how = ended as { code: number | null; signal: string | null } | null;
		if (how?.signal === 'SIGKILL') return;
		if (!isUp || how !== null)
			throw new Error(`The server did not start (${JSON.stringify(how)}): ${child.errors()}`);
		if (this.cookie === '' && link !== null) await this.#setUp(link);
	}

	kill(): Promise<void> {
		return this.#child?.kill() ?? Promise.resolve();
	}

	/** What it has logged: warnings and worse. */
	get errors(): string {
		return this.#child?.errors() ?? '';
	}

	async #setUp(code: string): Promise<void> {
		const response = await fetch(`${this.url}/api/setup`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify({ code, ...owner }),
		});
		this.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
		const demo = await (await fetch(`${this.url}/demo`)).text();
		this.siteKey = /widget\.js\?site=(\w+)/.exec(demo)?.[1] ?? '';
		if (this.cookie === '' || this.siteKey === '')
			throw new Error(`No session or no site: ${response.status} ${await response.text()}`);
		await this.#liftLimits();
	}

	/** One agent answers everybody here, and no clock of the routing acts. */
	async #liftLimits(): Promise<void> {
		const headers = { 'Content-Type': 'application/json', Cookie: this.cookie };
		const accounts = (await (
			await fetch(`${this.url}/api/v1/agents`, { headers })
		).json()) as readonly { readonly id: string; readonly rev: number }[];
		for (const { id, rev } of accounts) {
			const body = JSON.stringify({ rev, capacity: null });
			const url = `${this.url}/api/v1/agents/${id}`;
			const { status } = await fetch(url, { method: 'POST', headers, body });
			if (status !== 200) throw new Error(`The limit of ${id} stays: ${status}`);
		}
		// Clocks jump in these runs: what the server does by itself after a time would be taken for what nobody sent.
		const routing = {
			maxWaitMinutes: null,
			graceSeconds: 3600,
			idleMinutes: 1440,
			endIdleMinutes: null,
			autoArchiveMinutes: null,
		};
		const sites = (await (
			await fetch(`${this.url}/api/v1/sites`, { headers })
		).json()) as readonly { readonly id: string; readonly rev: number }[];
		for (const { id, rev } of sites) {
			const body = JSON.stringify({ rev, settings: { routing } });
			const { status } = await fetch(`${this.url}/api/v1/sites/${id}`, {
				method: 'POST',
				headers,
				body,
			});
			if (status !== 200) throw new Error(`The clocks of ${id} stay: ${status}`);
		}
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}
