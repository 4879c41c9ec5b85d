/** Version of the wire; `hello` names it. Frozen: docs/protocol.md says what may still be added. */
export const protocolVersion = 1;

export const wireLimits = {
	/** Bytes of one socket message. */
	frame: 64 * 1024,
	/** Bytes before `hello` was accepted. */
	beforeHello: 2 * 1024,
	/** Frames in one socket message. */
	frames: 64,
	/** Lists and objects within one another, the message itself being the first. */
	depth: 8,
	/** Characters of a message; more is refused by the server with `message_too_long`. */
	text: 4000,
	/** How long the server waits for `hello`, in milliseconds. */
	helloMs: 10_000,
	/** The server sends `beat` this often; a client that heard nothing for 40 s connects anew. */
	beatMs: 25_000,
	silenceMs: 40_000,
	/** Events in one page. */
	page: 200,
} as const;

/** WebSocket close codes; 4000-4999 are ours. */
export const closeCodes = {
	/** The server is going down or restarting: connect again after `bye.delayMs`. */
	goingAway: 1001,
	/** Not JSON, not an array of frames, or a frame that the version does not know. Do not send it again. */
	badFrame: 4000,
	/** No `hello` in time. */
	helloTimeout: 4001,
	/** Not signed in, or signed out meanwhile. Sign in first. */
	notSignedIn: 4003,
	/** Too slow: what was missed comes after a new `hello`. */
	tooSlow: 4008,
	/** More connections than allowed from this visitor or address. */
	tooMany: 4029,
} as const;
