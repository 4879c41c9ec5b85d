import { DatabaseSync } from '@photostructure/sqlite';
import { join } from 'node:path';

/** A statement does not keep its database from being collected, and then ends the process. */
const opened: InstanceType<typeof DatabaseSync>[] = [];

/** How messages are usually stored: one insert, one transaction, one fsync for each. */
export function storeOneByOne(
	dataDir: string,
): (room: string, clientId: string, text: string) => number {
	const db = new DatabaseSync(join(dataDir, 'messages.db'));
	db.exec(`
		PRAGMA journal_mode = WAL;
		PRAGMA synchronous = FULL;
		PRAGMA wal_autocheckpoint = 4000;
		CREATE TABLE IF NOT EXISTS messages (
			id INTEGER PRIMARY KEY,
			room TEXT NOT NULL,
			client_id TEXT NOT NULL,
			at INTEGER NOT NULL,
			text TEXT NOT NULL,
			UNIQUE (room, client_id)
		);
	`);
	const insert = db.prepare('INSERT INTO messages (room, client_id, at, text) VALUES (?, ?, ?, ?)');
	opened.push(db);
	return (room, clientId, text) =>
		Number(insert.run(room, clientId, Date.now(), text).lastInsertRowid);
}
