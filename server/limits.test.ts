import { defaultFileLimits } from './files/limits.ts';
import { defaultLimits } from './gateway/limits.ts';
import { readLimits, type Limits } from './limits.ts';

const read = (text: string): Limits => {
	const limits = readLimits(text);
	if (typeof limits === 'string') throw new Error(limits);
	return limits;
};

describe('the limits of the environment', () => {
	it('are the defaults when nothing is given', () => {
		for (const text of ['', ' ', ',', ' , ']) {
			expect(read(text)).toEqual({ gateway: defaultLimits, files: defaultFileLimits });
		}
	});

	it('change single ones', () => {
		const { gateway, files } = read(
			' messagesPerVisitor = 20/60 ,socketsPerVisitor=8, fileBytes=1048576',
		);
		expect(gateway).toEqual({
			...defaultLimits,
			messagesPerVisitor: { burst: 20, everyMs: 3000 },
			socketsPerVisitor: 8,
		});
		expect(files).toEqual({ ...defaultFileLimits, fileBytes: 1_048_576 });
	});

	it('leave the defaults as they were', () => {
		read('fileBytes=1,messagesPerVisitor=1/1');
		expect(defaultFileLimits.fileBytes).toBe(10 * 1024 * 1024);
		expect(defaultLimits.messagesPerVisitor.burst).toBe(10);
	});

	it.each([
		['messages=1/1', '"messages" is no limit; there are messagesPerVisitor'],
		['toString=1', '"toString" is no limit'],
		['__proto__=1', '"__proto__" is no limit'],
		['constructor=1/1', '"constructor" is no limit'],
		['fileBytes', 'a whole number'],
		['fileBytes=', 'a whole number'],
		['fileBytes=0', 'a whole number'],
		['fileBytes=-1', 'a whole number'],
		['fileBytes=1.5', 'a whole number'],
		['fileBytes=1e6', 'a whole number'],
		['fileBytes=10/60', 'a whole number'],
		['messagesPerVisitor=10', 'such as 10/60'],
		['messagesPerVisitor=0/60', 'such as 10/60'],
		['messagesPerVisitor=10/0', 'such as 10/60'],
		['messagesPerVisitor=10/60/2', 'such as 10/60'],
		['messagesPerVisitor=x/60', 'such as 10/60'],
	])('are told to be wrong: %s', (text, sentence) => {
		expect(readLimits(text)).toEqual(expect.stringContaining(sentence));
	});
});
