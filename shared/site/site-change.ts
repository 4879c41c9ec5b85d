import * as z from 'zod';

const originForm = /^https?:\/\/(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/;

/** Exact, as a browser sends it: no path, no star, lower case, no port that is the default one. It stands in a policy header. */
function isOrigin(text: string): boolean {
	return originForm.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

export const siteName = z
	.string()
	.trim()
	.min(1, 'must not be empty')
	.max(80, 'must have at most 80 characters');

export const siteOrigins = z
	.array(
		z
			.string()
			.max(255)
			.refine(isOrigin, 'must be an origin such as https://shop.example.com, without a path or *'),
	)
	.max(50, 'must be at most 50');

/** What can be changed of a site at once. What is not given stays. */
export interface SiteChange {
	readonly name?: string;
	readonly origins?: readonly string[];
	/** Some or all sections of the settings, checked when they are merged. */
	readonly settings?: unknown;
}
