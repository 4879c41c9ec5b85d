import { DomainError } from '../errors.ts';
import { parseAgentFrames, parseVisitorFrames } from './parse.ts';

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
