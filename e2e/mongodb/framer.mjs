import { isWanted, peekLength } from './shapes.mjs';

/** What no client may send: MongoDB takes no message above 48 MB either. */
const maxLength = 48_000_000;

/**
 * Takes the bytes of one client as they come and calls `onMessage` with each whole message that
 * may have a shape. Of all others it keeps nothing: they may be 48 MB long. What comes after bytes
 * that are no message, or one that cannot be read, is not looked at: `onUnreadable` gets the error.
 */
export function createFramer(onMessage, onUnreadable) {
	let parts = [];
	let size = 0;
	/** So many bytes of the message must be there before the next decision. */
	let needed = 4;
	let skipping = 0;
	let isBroken = false;
	const step = (chunk) => {
		if (skipping > 0) {
			const skipped = Math.min(skipping, chunk.length);
			skipping -= skipped;
			return chunk.subarray(skipped);
		}
		parts.push(chunk);
		size += chunk.length;
		if (size < needed) return null;
		const held = parts.length === 1 ? parts[0] : Buffer.concat(parts, size);
		const length = held.readInt32LE(0);
		if (length < 16 || length > maxLength) throw new Error(`a message of ${length} bytes`);
		[parts, size] = [[], 0];
		if (needed === 4) {
			needed = Math.min(length, peekLength);
			return held;
		}
		if (!isWanted(held)) {
			[needed, skipping] = [4, length];
			return held;
		}
		if (held.length < length) {
			[parts, size, needed] = [[held], held.length, length];
			return null;
		}
		needed = 4;
		onMessage(held.subarray(0, length));
		return held.subarray(length);
	};
	return (chunk) => {
		try {
			for (let rest = chunk; rest?.length > 0 && !isBroken;) rest = step(rest);
		} catch (error) {
			isBroken = true;
			onUnreadable(error);
		}
	};
}
