import * as z from 'zod';

/**
 * Made by the client, which sends a command again under the same one. Printable ASCII, so that every store keeps it as it is:
 * two that differ in half a character only would be one to a database that holds UTF-8.
 */
export const clientId = z
	.string()
	.min(8)
	.max(64)
	.regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without blanks');
