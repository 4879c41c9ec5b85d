import * as z from 'zod';

/* What stands in the JWT by which a site's own server says who a visitor is (RFC 7519). */

export const identityHeader = z.object({
	alg: z.literal('HS256'),
	kid: z.string().max(64).optional(),
});

export const identityClaims = z.object({
	/** The person's id on the site; never changes. */
	sub: z.string().min(1).max(128),
	/** The site's key. */
	aud: z.string(),
	/** Seconds since 1970. */
	iat: z.number(),
	exp: z.number(),
	/** Another one in each proof. */
	jti: z.string().min(8).max(128),
	name: z.string().trim().max(80).optional(),
	email: z.string().max(254).optional(),
});
export type Claims = z.infer<typeof identityClaims>;
