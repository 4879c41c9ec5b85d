export interface FileLimits {
	/** Bytes of one file. */
	readonly fileBytes: number;
	/** Uploads that one visitor may begin within an hour. */
	readonly perVisitorHour: number;
	readonly perAgentHour: number;
	/** Bytes that all visitors of a site may send within a day. */
	readonly siteDayBytes: number;
	/** Bytes of them that may come from one address: a part of the site's, so that nobody alone can use that up. */
	readonly addressDayBytes: number;
	/** How long an upload waits for a message that names it, in milliseconds. */
	readonly keepMs: number;
	/** How long a link to a file is good, in milliseconds. */
	readonly linkMs: number;
}

export const defaultFileLimits: FileLimits = Object.freeze({
	fileBytes: 10 * 1024 * 1024,
	perVisitorHour: 20,
	perAgentHour: 200,
	siteDayBytes: 1024 * 1024 * 1024,
	addressDayBytes: 256 * 1024 * 1024,
	keepMs: 24 * 3_600_000,
	linkMs: 5 * 60_000,
});
