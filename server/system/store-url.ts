/*
 * The address of a MongoDB, read without its driver: a server on SQLite must not load that, and a wrong address is to be
 * refused before anything is opened. The driver still has the last word on the options after the question mark.
 */

const form = /^(mongodb|mongodb\+srv):\/\/(?:([^@/?]*)@)?([^@/?]+)(?:\/([^?]*))?(?:\?(.*))?$/;
const hostForm = /^([A-Za-z0-9._%-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?$/;
const databaseForm = /^[A-Za-z0-9_-]{1,63}$/;
/** MongoDB's limit, in bytes; the letters that a name may have are one each. */
const longestName = 63;
/** What MongoDB keeps for itself, in any letters. */
const ownDatabases = new Set(['admin', 'config', 'local']);

/** What is wrong with the address, as the end of a sentence that begins with the setting's name; null: nothing. Never repeats a user or a password. */
export function storeUrlProblem(url: string): string | null {
	if (!/^mongodb(\+srv)?:\/\//.test(url)) {
		return 'must be mongodb://host/database or mongodb+srv://host/database; without it the data are in DATA_DIR';
	}
	const found = form.exec(url);
	const [, scheme, login = '', names = '', database = ''] = found ?? [];
	if (found === null || !isLogin(login)) {
		return 'must be mongodb://user:password@host/database, with @ : / ? # and % of user and password written as %40 %3A %2F %3F %23 and %25';
	}
	const hosts = names.split(',');
	if (!hosts.every((host) => hostForm.test(host))) {
		return 'must name hosts such as db.example.com or db1:27017,db2:27017 (@ : and / of user and password are written as %40 %3A and %2F)';
	}
	if (scheme === 'mongodb+srv' && (hosts.length > 1 || /:\d+$/.test(names))) {
		return 'must name one host without a port after mongodb+srv://';
	}
	if (ownDatabases.has(database.toLowerCase())) {
		return `must not name the database ${database}, which MongoDB keeps for itself; where it knows the user, write mongodb://host/parley?authSource=${database}`;
	}
	if (/^[A-Za-z0-9_-]+$/.test(database) && database.length > longestName) {
		return `must name a database of at most ${longestName} letters, and this name has ${database.length}`;
	}
	if (database !== '' && !databaseForm.test(database)) {
		return 'must name a database of letters, digits, _ and - after the host, such as mongodb://host/parley';
	}
	if (/[?&](j|journal|readConcernLevel)=/i.test(url)) {
		return 'must not say journal or readConcernLevel: Parley always waits for the journals of a majority, and reads what a majority has';
	}
	return null;
}

/** User and password, as they are written. */
function isLogin(login: string): boolean {
	try {
		decodeURIComponent(login);
		return login.split(':').length <= 2;
	} catch {
		return false;
	}
}

/** The hosts that an address names, each as `host:port`, in an order and letters that are the same for the same hosts. */
export function hostsOf(url: string): string[] {
	const each = form.exec(url)?.[3]?.toLowerCase().split(',') ?? [];
	return each.map((host) => (/:\d+$/.test(host) ? host : `${host}:27017`)).sort();
}

/** The database that an address names; `parley` when it names none. */
export const databaseOf = (url: string): string => form.exec(url)?.[4] || 'parley';

/** Names of the options in an address, in lower case. */
export const optionsOf = (url: string): string[] =>
	[...new URLSearchParams(form.exec(url)?.[5] ?? '').keys()].map((name) => name.toLowerCase());

/** For people: hosts and database, never a user, a password or an option. Of what is no address it shows nothing. */
export function shownUrl(url: string): string {
	const [, scheme, , hosts = ''] = form.exec(url) ?? [];
	const database = databaseOf(url);
	// A password that holds a slash would stand where these are looked for.
	const isSound =
		hosts.split(',').every((host) => hostForm.test(host)) && databaseForm.test(database);
	return isSound ? `${scheme}://${hosts}/${database}` : 'mongodb://?';
}
