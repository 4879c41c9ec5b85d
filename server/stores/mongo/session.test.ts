import type { Link } from './connect.ts';
import type { Models } from './schemas.ts';
import { Session } from './session.ts';

/** A session on a database that has been away for longer than an election takes, or just since now. */
function sessionOn(isGone: boolean): Session {
	const link = {
		isUp: () => false,
		isGone: () => isGone,
		term: () => 'first',
		reason: () => 'away',
	} as Partial<Link> as Link;
	const nodes = { updateOne: () => Promise.resolve() };
	return new Session({ nodes } as Partial<Record<keyof Models, object>> as Models, link, 'here');
}

it('refuses a read of a database that is gone at once, without asking it', async () => {
	const look = jest.fn(() => Promise.resolve(1));
	const read = sessionOn(true).verb((steps) => steps.read(look));
	await expect(read).rejects.toMatchObject({ name: 'Busy', reason: 'unreachable' });
	expect(look).not.toHaveBeenCalled();
});

it('lets a read wait for the new primary of an election', async () => {
	const read = sessionOn(false).verb((steps) => steps.read(() => Promise.resolve(1)));
	expect(await read).toBe(1);
});
