/** A plugin with its settings, as owners and admins see it. */
export type PluginView = {
	readonly plugin: string;
	readonly title: string;
	/** 0: nothing is stored yet. */
	readonly rev: number;
	readonly enabled: boolean;
	/** By the form. A secret is `{secret: 'set', ref}`; sent back as it is, it stays what it was. */
	readonly values: unknown;
	/** JSON Schema; a secret text is marked `secret: true`. */
	readonly form: Readonly<Record<string, unknown>>;
	/** It concerns the server's own machine, so it is set there, by the command line. */
	readonly isLocal: boolean;
	/** What is missing or wrong, in sentences, with what to do. */
	readonly findings: readonly {
		readonly level: string;
		readonly message: string;
		readonly cure?: string | undefined;
	}[];
};
