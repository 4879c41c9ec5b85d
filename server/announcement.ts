import type { Config } from './config.ts';

/** What `npm start` prints once the server is ready. */
export function announcement(
	config: Config,
	parley: {
		readonly url: string;
		readonly port: number;
		readonly ownerLink: string | null;
		readonly warnings: readonly string[];
	},
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
	lines.push(`  data        ${config.dataDir}`);
	return [...lines, ...parley.warnings.map((warning) => `\n${warning}`)].join('\n');
}

/** A server on all addresses is reached by its own machine under 127.0.0.1; others need PUBLIC_URL. */
export const browsable = (host: string): string =>
	host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

/** What is likely to be a mistake, said where it is seen first. */
export function warningsOf(config: Config, isDatabaseGone: boolean): string[] {
	const warnings: string[] = [];
	const isOpen = browsable(config.host) !== config.host;
	if (isOpen && config.publicUrl === null) {
		warnings.push(
			`HOST=${config.host} listens for other machines, but they cannot use this server until PUBLIC_URL says how they reach it, such as PUBLIC_URL=http://192.168.1.5:4000.`,
		);
	}
	if (isDatabaseGone) {
		warnings.push(
			'This data folder had a database before, and now a new, empty one was made. If the old one is lost, stop the server and restore a backup: npm run parley restore <file>',
		);
	}
	return warnings;
}
