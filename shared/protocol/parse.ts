import type * as z from 'zod';
import { DomainError } from '../errors.ts';
import { agentFrame, type AgentFrame } from './agent-frames.ts';
import { isDeeperThan } from './depth.ts';
import { wireLimits } from './limits.ts';
import { visitorFrame, type VisitorFrame } from './visitor-frames.ts';

/**
 * Bytes of one socket message -> typed frames. Throws DomainError `bad_json` or `bad_frame` and nothing else, whatever it is
 * given; the message names the frame and the field.
 */
export const parseVisitorFrames = (text: string): VisitorFrame[] => parse(visitorFrame, text);
export const parseAgentFrames = (text: string): AgentFrame[] => parse(agentFrame, text);

function parse<Frame>(schema: z.ZodType<Frame>, text: string): Frame[] {
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch (cause) {
		throw new DomainError('bad_json', 'A message must be a JSON array of frames.', { cause });
	}
	if (!Array.isArray(json) || json.length === 0 || json.length > wireLimits.frames) {
		throw new DomainError(
			'bad_frame',
			`A message must be a JSON array of 1 to ${wireLimits.frames} frames.`,
		);
	}
	if (isDeeperThan(wireLimits.depth, json)) {
		throw new DomainError(
			'bad_frame',
			`A message may have up to ${wireLimits.depth} lists and objects within one another.`,
		);
	}
	return json.map((item: unknown, index) => {
		const result = schema.safeParse(item);
		if (result.success) return result.data;
		const issue = result.error.issues[0];
		const where = [index, ...(issue?.path ?? [])].map(String).join('.');
		// The list of all types there are would be longer than any other answer.
		const why =
			issue?.code === 'invalid_union' && issue.path.at(-1) === 'type'
				? 'there is no frame of this type'
				: (issue?.message ?? 'not understood');
		throw new DomainError('bad_frame', `Frame ${where}: ${why}.`);
	});
}
