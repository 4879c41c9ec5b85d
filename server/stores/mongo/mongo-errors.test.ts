import { mongo } from 'mongoose';
import { Unknown } from '../../ports/errors.ts';
import { refusedIn, storedBefore } from './mongo-errors.ts';

/** As the driver tells that the second row was refused, and perhaps that the majority did not confirm the others in time. */
const refusedSecond = (concern?: object): Error =>
	new mongo.MongoBulkWriteError(
		{
			message: 'E11000 duplicate key error',
			code: 11000,
			writeErrors: [{ index: 1, code: 11000, errmsg: 'index: seq dup key: {}' }] as never,
		},
		{ getWriteConcernError: () => concern } as never,
	);
const late = { code: 64, errmsg: 'waiting for replication timed out' };

it('takes the rows before a refused one for stored only when the majority has them', () => {
	expect(storedBefore(refusedSecond())).toBe(1);
	expect(storedBefore(refusedSecond(late))).toBeNull();
});

it('takes all but the refused rows for stored only when the majority has them', () => {
	expect(refusedIn(refusedSecond())).toMatchObject([{ index: 1, error: { index: 'seq' } }]);
	expect(() => refusedIn(refusedSecond(late))).toThrow(Unknown);
});
