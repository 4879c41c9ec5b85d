import type * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';

/** Throws `bad_request` that names the field. */
export function parseBody<Body>(schema: z.ZodType<Body>, body: unknown): Body {
	const result = schema.safeParse(body);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new DomainError(
		'bad_request',
		`${issue?.path.join('.') ?? 'body'}: ${issue?.message ?? 'not understood'}`,
	);
}
