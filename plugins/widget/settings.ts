/** What the server writes into the loader and into the panel's page. */
export interface Settings {
	/** The site's public key. */
	readonly key: string;
	readonly name: string;
	/** Origin of the server, without a slash at the end. */
	readonly url: string;
}
