import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import * as z from 'zod';
import { readLimits, type Limits } from './limits.ts';
import { storeUrlProblem } from './system/store-url.ts';

/*
 * The one reader of the environment. All that is wrong is reported at once; each key may be given as KEY_FILE, a file that
 * holds the value. What each one means: .env.example.
 */

const schema = z.object({
	PORT: z.coerce.number().int().min(0).max(65535).default(4000),
	HOST: z.string().min(1).default('127.0.0.1'),
	DATA_DIR: z.string().min(1).default('./data'),
	PUBLIC_URL: z
		.url({
			protocol: /^https?$/,
			abort: true,
			error: 'must be an address such as https://chat.example.com',
		})
		.refine((url) => new URL(url).pathname === '/', 'must not have a path')
		.transform((url) => new URL(url).origin)
		.optional(),
	TRUST_PROXY: z.string().transform(itemsOf).superRefine(checkProxies).default(['loopback']),
	STORE_URL: z.string().trim().superRefine(checkStoreUrl).optional(),
	STORE_SYNC: z.enum(['full', 'normal']).default('full'),
	LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
	PARLEY_KEY: z
		.string()
		.refine(
			(key) => Buffer.from(key, 'base64').length >= 32,
			'must be at least 32 random bytes in base64',
		)
		.optional(),
	LIMITS: z
		.string()
		.transform((text, context) => {
			const limits = readLimits(text);
			if (typeof limits !== 'string') return limits;
			context.addIssue({ code: 'custom', message: limits });
			return z.NEVER;
		})
		.prefault(''),
	WEBHOOK_ALLOW: z.string().transform(itemsOf).default([]),
	MONGO_STANDALONE: z.literal('only-for-tests').optional(),
});

export interface Config {
	/** 0: any free one. */
	readonly port: number;
	readonly host: string;
	/** Absolute. */
	readonly dataDir: string;
	/** Origin under which browsers reach this server; null: made of host and port. */
	readonly publicUrl: string | null;
	/** Whose X-Forwarded-For is believed, as express takes it: names and networks with commas between them. */
	readonly trustProxy: string;
	/** A MongoDB, maybe with a password in it: never to be printed as it is. Null: SQLite in the data folder. */
	readonly storeUrl: string | null;
	/** Tests only: takes a MongoDB that is no replica set, which can lose what it acknowledged. */
	readonly allowStandalone: boolean;
	/** SQLite only. */
	readonly storeSync: 'full' | 'normal';
	readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
	/** Base64; null: the key in the data folder. Given wherever `storeUrl` is. */
	readonly key: string | null;
	/** CIDR ranges that plugins may call although they are private. */
	readonly webhookAllow: readonly string[];
	readonly limits: Limits;
}

/** The environment cannot be used; `problems` are sentences, one for each key. */
export class ConfigError extends Error {
	override readonly name = 'ConfigError';
	readonly problems: readonly string[];
	constructor(problems: readonly string[]) {
		super(
			[
				'The settings in the environment cannot be used:',
				...problems.map((problem) => `  ${problem}`),
			].join('\n'),
		);
		this.problems = problems;
	}
}

export function loadConfig(
	environment: Readonly<Record<string, string | undefined>> = process.env,
): Config {
	const problems: string[] = [];
	const values: Record<string, string> = {};
	for (const key of Object.keys(schema.shape)) {
		const value = readValue(environment, key, problems);
		if (value !== undefined && value !== '') values[key] = value;
	}
	const parsed = schema.safeParse(values);
	if (!parsed.success) {
		for (const issue of parsed.error.issues)
			problems.push(`${issue.path.join('.')}: ${issue.message}`);
	}
	const hasKey = values['PARLEY_KEY'] !== undefined;
	if (values['STORE_URL'] !== undefined && !hasKey && !environment['PARLEY_KEY_FILE']) {
		problems.push(missingKey);
	}
	if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
	const env = parsed.data;
	return Object.freeze({
		port: env.PORT,
		host: env.HOST,
		dataDir: resolve(env.DATA_DIR),
		publicUrl: env.PUBLIC_URL ?? null,
		trustProxy: env.TRUST_PROXY.join(','),
		storeUrl: env.STORE_URL ?? null,
		allowStandalone: env.MONGO_STANDALONE !== undefined,
		storeSync: env.STORE_SYNC,
		logLevel: env.LOG_LEVEL,
		key: env.PARLEY_KEY ?? null,
		webhookAllow: env.WEBHOOK_ALLOW,
		limits: env.LIMITS,
	});
}

const missingKey =
	'PARLEY_KEY: is needed with STORE_URL, because the secrets in that database must be readable wherever a server for it runs. For a new database make one: openssl rand -base64 32. The key of a data folder that was moved there is in DATA_DIR/key';

function checkStoreUrl(url: string, context: z.RefinementCtx): void {
	const message = storeUrlProblem(url);
	if (message !== null) context.addIssue({ code: 'custom', message });
}

function itemsOf(list: string): string[] {
	return list
		.split(',')
		.map((item) => item.trim())
		.filter((item) => item !== '');
}

/** Express would take `true` for a name and stop, and `1` for the address 0.0.0.1. */
function checkProxies(items: readonly string[], context: z.RefinementCtx): void {
	for (const item of items.filter((each) => !isProxy(each))) {
		context.addIssue({
			code: 'custom',
			message: `"${item}" must be loopback, linklocal, uniquelocal, an address (10.1.2.3) or a network (10.1.0.0/16); several with commas between them`,
		});
	}
}

function isProxy(item: string): boolean {
	if (['loopback', 'linklocal', 'uniquelocal'].includes(item)) return true;
	const [address = '', bits, ...rest] = item.split('/');
	const version = address.includes('%') ? 0 : isIP(address);
	if (version === 0 || rest.length > 0) return false;
	// Express refuses a network of everybody, and so do we: whoever is believed can pass every limit.
	return (
		bits === undefined || (/^[1-9]\d*$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
	);
}

function readValue(
	environment: Readonly<Record<string, string | undefined>>,
	key: string,
	problems: string[],
): string | undefined {
	const file = environment[`${key}_FILE`];
	if (file === undefined || file === '') return environment[key];
	try {
		return readFileSync(file, 'utf8').trim();
	} catch (error) {
		problems.push(
			`${key}_FILE: ${file} cannot be read (${error instanceof Error ? error.message : String(error)})`,
		);
		return undefined;
	}
}
