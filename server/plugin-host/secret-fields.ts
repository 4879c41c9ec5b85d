import * as z from 'zod';
import type { Json } from '../ports/store.ts';

/** A settings schema as JSON Schema: what the console makes its form of. Secret strings are marked `secret: true`. */
export type FormSchema = Readonly<Record<string, unknown>>;

export const formSchemaOf = (schema: z.ZodType): FormSchema =>
	z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

/** The value with everything that stands where the schema has a secret replaced. The schema decides, never the value. */
export function mapSecrets(
	schema: unknown,
	value: Json | undefined,
	replace: (secret: Json) => Json,
): Json | undefined {
	if (!isRecord(schema) || value === undefined || value === null) return value;
	if (schema['secret'] === true) return replace(value);
	let mapped: Json = value;
	for (const key of ['anyOf', 'oneOf', 'allOf'] as const) {
		const branches = schema[key];
		if (!Array.isArray(branches)) continue;
		// Of alternatives the first that holds a secret here counts: sealing twice would lose it.
		for (const branch of branches as unknown[]) {
			const next = mapSecrets(branch, mapped, replace);
			if (next !== undefined && JSON.stringify(next) !== JSON.stringify(mapped)) return next;
		}
	}
	if (Array.isArray(value)) {
		const { items } = schema;
		mapped = (value as readonly Json[]).map((item) => mapSecrets(items, item, replace) ?? null);
	} else if (typeof value === 'object') {
		const properties = isRecord(schema['properties']) ? schema['properties'] : {};
		const entries = Object.entries(value as Readonly<Record<string, Json | undefined>>);
		mapped = Object.fromEntries(
			entries.map(([name, item]) => {
				const field = Object.hasOwn(properties, name)
					? properties[name]
					: schema['additionalProperties'];
				return [name, mapSecrets(field, item, replace)];
			}),
		);
	}
	return mapped;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
