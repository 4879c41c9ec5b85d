import type { Config } from './config.ts';
import type { OtherServer } from './open-store.ts';
import { shownUrl } from './system/store-url.ts';

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
	lines.push(`  data        ${dataPlace(config)}`);
	return [...lines, ...parley.warnings.map((warning) => `\n${warning}`)].join('\n');
}

function dataPlace({ storeUrl, dataDir }: Config): string {
	if (storeUrl === null) return dataDir;
	return `${shownUrl(storeUrl)}, and ${dataDir} for backups and the command line`;
}

/** A server on all addresses is reached by its own machine under 127.0.0.1; others need PUBLIC_URL. */
export const browsable = (host: string): string =>
	host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;

/** What the store told of itself at the start. */
export interface StartFacts {
	/** The data folder was used before, but its database was not there any more. */
	readonly isDatabaseGone: boolean;
	/** Other servers that are alive on the same database. */
	readonly others: readonly OtherServer[];
	/** Titles of the plugins whose secrets are sealed under another key. */
	readonly locked: readonly string[];
}

/** What is likely to be a mistake, said where it is seen first. */
export function warningsOf(
	config: Config,
	{ isDatabaseGone, others, locked }: StartFacts,
): string[] {
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
	if (config.storeUrl !== null && config.allowStandalone) {
		warnings.push(
			'MONGO_STANDALONE is set: this MongoDB may be no replica set, and then it can lose messages that were acknowledged. For tests only. Unset it, and make a replica set of one (docs/operations.md).',
		);
	}
	if (locked.length > 0) {
		const it = locked.length === 1 ? 'it does' : 'they do';
		warnings.push(
			`${locked.join(', ')} cannot read ${locked.length === 1 ? 'its' : 'their'} secrets, because they are sealed under another key than this server's, and ${it} not run. Start with the old key (PARLEY_KEY, or the file key in DATA_DIR), or give the secrets again (parley plugin). Messages are not touched by this, and what is owed waits.`,
		);
	}
	if (others.length > 0) {
		warnings.push(
			`${sayOthers(others)} What is stored is right in any case, but what one of them stores is not seen live by those who are connected to another. Run one server for each database.`,
		);
	}
	return warnings;
}

export function sayOthers(others: readonly OtherServer[]): string {
	const names = others.map(({ host, pid }) => `process ${pid} on ${host}`).join(', ');
	return `${others.length === 1 ? 'Another server uses' : 'Other servers use'} the same database (${names}), or ended less than half a minute ago without saying so.`;
}
