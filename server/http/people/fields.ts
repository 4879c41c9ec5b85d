import * as z from 'zod';
import type { GroupId, SiteId } from '../../../shared/ids.ts';
import { strategies } from '../../../shared/views/desk-view.ts';
import { roleNames } from '../../../shared/views/people-view.ts';

/* Fields that come from forms about people. */

export const personName = z
	.string()
	.trim()
	.min(1, 'must not be empty')
	.max(80, 'must have at most 80 characters');
export const email = z
	.string()
	.trim()
	.max(254)
	.regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address such as name@example.com');
/** One that is compared: its length says nothing. */
export const oldPassword = z.string().min(1).max(256);
/** How short is too short is said by who hashes it. */
export const newPassword = z.string().min(1).max(256);
/** Of the app, or for recovery. */
export const secondCode = z.string().trim().min(1).max(40);
/** Of a one-time link. */
export const linkCode = z.string().min(1).max(64);
export const role = z.enum(roleNames);
const id = z.string().min(1).max(64);
const idsOf = <Id extends string>() => z.array(id as unknown as z.ZodType<Id>).max(500);
export const sites = z.union([z.literal('all'), idsOf<SiteId>()]);
export const groups = idsOf<GroupId>();
export const capacity = z.number().int().min(1).max(100).nullable();
export const strategy = z.enum(strategies);
export const rev = z.number().int().min(0);
