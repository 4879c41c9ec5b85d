import fc from 'fast-check';
import { DomainError } from '../errors.ts';
import { isDeeperThan } from './depth.ts';
import { wireLimits } from './limits.ts';
import { parseAgentFrames, parseVisitorFrames } from './parse.ts';
import {
	agentSamples,
	hostileMessage,
	visitorSamples,
} from '../../server/testing/hostile-frames.ts';

const heard = (parse: (text: string) => unknown, frame: object): unknown => {
	try {
		return parse(JSON.stringify([frame]));
	} catch (error) {
		return error instanceof DomainError ? `${error.code}: ${error.message}` : error;
	}
};
const visitors = (clientId: string): unknown =>
	heard(parseVisitorFrames, { type: 'message.send', clientId, text: 'Hello' });
const agents = (clientId: string): unknown =>
	heard(parseAgentFrames, {
		type: 'message.send',
		clientId,
		conversation: 'v_1.1',
		text: 'Hello',
	});

describe.each([
	['a visitor', visitors],
	['an agent', agents],
])('the clientId of %s', (_who, send) => {
	it.each(['client-1', '9f86d081-884c-4d63-a159-8b0c1fb5a0ea', '!~#$%&/()=?', 'x'.repeat(64)])(
		'may be %s',
		(clientId) => {
			expect(send(clientId)).toMatchObject([{ clientId }]);
		},
	);
	it.each([
		['too short', 'client1'],
		['too long', 'x'.repeat(65)],
		['with a blank', 'client 1'],
		['with a line feed at its end', 'client-1\n'],
		['with a letter of another script', 'clïent-1'],
		['with half a character', 'client-\ud83d'],
		['with NUL', 'client-\0'],
	])('may not be %s', (_what, clientId) => {
		expect(send(clientId)).toMatch(/^bad_frame: Frame 0\.clientId: /);
	});
});

describe.each([
	['a visitor', parseVisitorFrames, visitorSamples('shop', 'v_x.1')],
	['an agent', parseAgentFrames, agentSamples('s_shop', 'v_x', 'v_x.1')],
])('whatever %s sends', (_who, parse, samples) => {
	it('is read, or refused with a code and a sentence', () => {
		let read = 0;
		fc.assert(
			fc.property(hostileMessage(samples), (text) => {
				try {
					parse(text);
					read += 1;
				} catch (error) {
					expect(error).toBeInstanceOf(DomainError);
					const { code, message } = error as DomainError;
					expect(code).toMatch(/^bad_(json|frame)$/);
					expect(message).toMatch(/^[A-Z].{10,}\.$/s);
					expect(message.length).toBeLessThan(500);
				}
			}),
			{ numRuns: 5000 },
		);
		expect(read).toBeGreaterThan(100);
		expect({}).not.toHaveProperty('polluted');
	});

	it('takes no longer than a moment, also when it is as long and as deep as may be', () => {
		const worst = [
			'['.repeat(32_000) + ']'.repeat(32_000),
			`[${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}]`,
			`[{"type":"message.send","clientId":"${'x'.repeat(64_000)}"}]`,
			`[{"type":"attributes.set","clientId":"client-1","custom":{${Array.from({ length: 7000 }, (_, n) => `"${n}":1`).join()}}}]`,
			`[${Array.from({ length: 6000 }, () => '{}').join()}]`,
			`[{"type":"attributes.set","clientId":"client-1","email":"${'a@'.repeat(30_000)}"}]`,
		];
		for (const text of worst) {
			const start = performance.now();
			expect(() => parse(text)).toThrow(DomainError);
			// Some milliseconds; the rest is for a machine that is busy.
			expect(performance.now() - start).toBeLessThan(200);
		}
	});
});

describe('how deep a message may be', () => {
	const nested = (levels: number): string =>
		`[{"type":"message.send","clientId":"client-1","text":"x","more":${'['.repeat(levels)}${']'.repeat(levels)}}]`;
	it('is eight, the list of frames included', () => {
		expect(wireLimits.depth).toBe(8);
		expect(parseVisitorFrames(nested(6))).toHaveLength(1);
		expect(() => parseVisitorFrames(nested(7))).toThrow(/up to 8 lists/);
	});

	it('is counted as a walk through it counts', () => {
		const depthOf = (json: unknown): number =>
			typeof json !== 'object' || json === null
				? 0
				: 1 + Math.max(0, ...Object.values(json).map(depthOf));
		fc.assert(
			fc.property(fc.jsonValue(), fc.nat(6), (json, most) => {
				expect(isDeeperThan(most, json)).toBe(depthOf(json) > most);
			}),
		);
	});
});
