import type { Readable } from 'node:stream';
import type { Agent } from '../routing/index.ts';

/**
 * Who may call a route. There is no default: a route without a policy does not compile.
 * `public`: anybody. `agent`: any signed-in agent.
 */
export type Policy = 'public' | 'agent';

export interface Call {
	/** Set when the policy asks for one. */
	readonly agent: Agent | null;
	readonly params: Readonly<Record<string, string>>;
	readonly query: Readonly<Record<string, string>>;
	/** Parsed JSON of a POST; undefined otherwise. */
	readonly body: unknown;
	/** The bytes of a PUT as they come. Who stops reading early can still answer. Null otherwise. */
	readonly bytes: AsyncIterable<Uint8Array> | null;
	/** A request's header; null when it is absent. */
	readonly header: (name: string) => string | null;
	/** Where the request comes from, as far as the proxies of TRUST_PROXY tell; empty when the client has gone. */
	readonly address: string;
	/** The secret in the session's cookie; null when there is none. */
	readonly session: string | null;
}

export interface Answer {
	readonly status?: number;
	readonly type?: string;
	readonly body?: string | Buffer | Readable;
	readonly json?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sets the session's cookie; null removes it. */
	readonly session?: string | null;
	readonly redirect?: string;
}

export interface Route {
	/** A POST brings JSON, a PUT bytes. */
	readonly method: 'GET' | 'POST' | 'PUT';
	readonly path: string;
	readonly policy: Policy;
	/** True: also under other host names than the public one (the demo is cross-site on purpose). */
	readonly anyHost?: boolean;
	handle(call: Call): Promise<Answer> | Answer;
}
