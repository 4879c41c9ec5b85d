/** What an agent can be told of while the console is not before the eyes (L67 to L71). Strongest first. */
export const noticeKinds = ['assigned', 'late', 'message', 'mention', 'waiting', 'status'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** Something to tell: made by the console for itself, or by the server for a push. Words are made of it where it is shown. */
export type NoticeView = {
	readonly kind: NoticeKind;
	/** Null: it is about the agent. */
	readonly conversation: string | null;
	/** The visitor's; null: not known, or not to be shown. */
	readonly name: string | null;
	/** A colleague's who passes it on or writes; null: nobody's. */
	readonly by: string | null;
	/** What was written, cut; of `status`: which news. Empty: none, or not to be shown. */
	readonly text: string;
};

/** A push, as it lies encrypted in the request to the browser's vendor. */
export type PushView = NoticeView & {
	/** `auto`: the browser's. */
	readonly language: 'auto' | 'en' | 'de';
	/** False: only what it is about, no name and no words. */
	readonly showsText: boolean;
	readonly isSilent: boolean;
};

/** Characters of what was written. */
export const noticeLength = 120;
