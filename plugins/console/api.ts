import type { ErrorCode } from '../../shared/errors.ts';
import { strings } from './strings.ts';

export type Me = { readonly id: string; readonly name: string; readonly role: string };

/** What the server refused, or `no_answer` when it did not say anything that we understand. */
export class ApiError extends Error {
	override readonly name = 'ApiError';
	readonly code: ErrorCode | 'no_answer';
	constructor(code: ErrorCode | 'no_answer', message: string) {
		super(message);
		this.code = code;
	}
}

export const setUp = (owner: {
	code: string;
	name: string;
	email: string;
	password: string;
}): Promise<Me> => request<{ agent: Me }>('POST', '/api/setup', owner).then(({ agent }) => agent);

/** Throws `code_used`; whatever else goes wrong will be said when the form is sent. */
export const checkCode = async (code: string): Promise<void> => {
	await request('POST', '/api/setup/check', { code });
};

/** Throws `code_wanted` when the account has a second step and no code came with it. */
export const signIn = (credentials: {
	email: string;
	password: string;
	code?: string;
}): Promise<Me> =>
	request<{ agent: Me }>('POST', '/api/sign-in', credentials).then(({ agent }) => agent);

export const signOut = async (): Promise<void> => {
	await request('POST', '/api/sign-out', {});
};

/** Null: not signed in. */
export async function whoAmI(): Promise<Me | null> {
	try {
		return (await request<{ agent: Me }>('GET', '/api/me')).agent;
	} catch (error) {
		if (error instanceof ApiError && error.code === 'not_signed_in') return null;
		throw error;
	}
}

export const get = <Result>(path: string, signal?: AbortSignal): Promise<Result> =>
	request<Result>('GET', path, undefined, signal);
/** Rejects with ApiError, whose message is a sentence for a person. */
export const post = <Result>(path: string, body: object = {}): Promise<Result> =>
	request<Result>('POST', path, body);

/** Sends a file as it is. */
export const putBytes = <Result>(path: string, bytes: Blob): Promise<Result> =>
	request<Result>('PUT', path, bytes);

async function request<Result>(
	method: 'GET' | 'POST' | 'PUT',
	path: string,
	body?: object,
	signal?: AbortSignal,
): Promise<Result> {
	let response: Response;
	let answer: { error?: { code: ErrorCode; message: string } };
	try {
		response = await fetch(path, {
			method,
			credentials: 'same-origin',
			...(signal === undefined ? {} : { signal }),
			...(body === undefined
				? {}
				: body instanceof Blob
					? { headers: { 'Content-Type': 'application/octet-stream' }, body }
					: { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
		});
		answer = response.status === 204 ? {} : ((await response.json()) as typeof answer);
	} catch {
		throw new ApiError('no_answer', strings.noAnswer);
	}
	if (!response.ok)
		throw new ApiError(
			answer.error?.code ?? 'no_answer',
			answer.error?.message ?? strings.noAnswer,
		);
	return answer as Result;
}
