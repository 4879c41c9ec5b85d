import { wireLimits } from '../protocol/limits.ts';

/** Frames -> socket messages within the limits of count and bytes. One frame alone is always within them. */
export function messagesOf(frames: readonly object[]): string[] {
	const messages: string[] = [];
	let batch: string[] = [];
	let bytes = 2;
	const flush = () => {
		if (batch.length > 0) messages.push(`[${batch.join(',')}]`);
		batch = [];
		bytes = 2;
	};
	for (const frame of frames) {
		const text = JSON.stringify(frame);
		// A character is at most three bytes in UTF-8 for each unit that `length` counts.
		const most = text.length * 3 + 1;
		if (batch.length === wireLimits.frames || bytes + most > wireLimits.frame) flush();
		batch.push(text);
		bytes += most;
	}
	flush();
	return messages;
}
