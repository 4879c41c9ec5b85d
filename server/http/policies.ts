/* Content-Security-Policy of each page: the strictest that it works under. */

const socketOrigin = (origin: string): string => origin.replace(/^http/, 'ws');

/** @param embedders who may put the panel into a frame, as origins; none: anybody */
export const panelPolicy = (origin: string, embedders: readonly string[]): string =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob:",
		`connect-src 'self' ${socketOrigin(origin)}`,
		"base-uri 'none'",
		"form-action 'none'",
		`frame-ancestors ${embedders.length === 0 ? '*' : ["'self'", ...embedders].join(' ')}`,
		"require-trusted-types-for 'script'",
	].join('; ');

export const consolePolicy = (origin: string): string =>
	[
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob: data:",
		"manifest-src 'self'",
		"worker-src 'self'",
		// The preview in the settings of a site.
		"frame-src 'self'",
		`connect-src 'self' ${socketOrigin(origin)}`,
		"base-uri 'none'",
		"form-action 'self'",
		"frame-ancestors 'none'",
	].join('; ');

/** The console's service worker: asks for the page, and loads nothing else. */
export const workerPolicy = "default-src 'none'; connect-src 'self'";

/** The panel as a picture of itself: without an origin, so it can neither keep nor send anything. Only the console shows it. */
export const previewPolicy: string = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'self'",
	'sandbox allow-scripts',
	"require-trusted-types-for 'script'",
].join('; ');

/** A page of text alone; one stylesheet, named by its hash. */
export const noticePolicy = (styleHash: string): string =>
	`default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
