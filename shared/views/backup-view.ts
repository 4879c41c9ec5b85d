export type BackupView = {
	readonly name: string;
	readonly bytes: number;
	/** ISO 8601. */
	readonly madeAt: string;
};
export type BackupsView = {
	/** On the server. */
	readonly folder: string;
	/** Where the key lies that no backup holds. */
	readonly keyPlace: string;
	/** Newest first. */
	readonly items: readonly BackupView[];
	/** What is written so far; null: none is being made. */
	readonly running: {
		readonly events: number;
		readonly documents: number;
		readonly blobs: number;
	} | null;
	/** Why the last one that was asked for did not come to be; null: it did. */
	readonly problem: string | null;
};
