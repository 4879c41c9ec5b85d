import type * as z from 'zod';
import { DomainError } from '../errors.ts';

const maxTold = 5;

/**
 * What the schema makes of it. Throws `bad_request` that names each field that does not fit, and why.
 * @param root name of what is checked, when it is a field itself; else empty
 */
export function checkFields<Value>(schema: z.ZodType<Value>, given: unknown, root = ''): Value {
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	throw wrongFields(
		result.error.issues.map(({ path, message }) => {
			const field = [...(root === '' ? [] : [root]), ...path].join('.');
			return field === '' ? message : `${field}: ${message}`;
		}),
	);
}

/** @param problems each as `field: reason` */
export function wrongFields(problems: readonly string[]): DomainError {
	const more = problems.length - maxTold;
	const told = problems.slice(0, maxTold).join('; ');
	return new DomainError('bad_request', more > 0 ? `${told}; and ${more} more` : told);
}
