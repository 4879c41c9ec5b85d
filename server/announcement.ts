import type { Config } from './config.ts';

/** What `npm start` prints once the server is ready. */
export function announcement(
	config: Config,
	parley: { readonly url: string; readonly port: number; readonly ownerLink: string | null },
): string {
	const lines = [
		`Parley is ready on ${parley.url}`,
		// Another host name than the console's, so that the demo is a foreign site, as a shop will be (D32).
		`  demo shop   http://localhost:${parley.port}/demo`,
		`  console     ${parley.url}/console`,
	];
	if (parley.ownerLink !== null) {
		lines.push(`  first step  ${parley.ownerLink}`);
		lines.push(
			'              (works once, for 24 hours: sets the name, e-mail and password of the owner)',
		);
	}
	return [...lines, `  data        ${config.dataDir}`].join('\n');
}

/** A server on all addresses is reached by its own machine under 127.0.0.1; others need PUBLIC_URL. */
export const browsable = (host: string): string =>
	host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
