import { hello as helloOfAgent, work } from './fake-agent.ts';
import { fakeWorld } from './fake-parts.ts';
import { hello, token, visit } from './fake-visitor.ts';

/* How far each side has read, as a visitor's client holds it. */

const at = (delivered: number, read: number) => ({ delivered, read });
const marks = (own: object, team: object = at(0, 0)) => ({
	type: 'marks',
	conversation: 'v.1',
	own,
	team,
});

test('an older word that comes once more takes nothing back', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ token, conversation: 'v.1', head: 9 }));
	world.last().hear(marks(at(5, 1)), marks(at(8, 1), at(4, 4)), marks(at(5, 1)));
	expect(client.state.news.marks.get('v.1')).toEqual({ own: at(8, 1), team: at(4, 4) });
});

test('a server that was restored from a backup counts anew', () => {
	const world = fakeWorld();
	const client = visit(world);
	world.open().hear(hello({ token, conversation: 'v.1', head: 9 }), marks(at(8, 8)));
	world.last().events.onClose(1006);
	world.advance(30_000);
	world.open().hear(hello({ epoch: 'e2', conversation: 'v.1', head: 3 }), marks(at(3, 2)));
	expect(client.state.news.marks.get('v.1')?.own).toEqual(at(3, 2));
});

test("an agent's client keeps the highest of a visitor's, until the server counts anew", () => {
	const { world, client } = work();
	const told = (visitor: object) => ({ type: 'marks', conversation: 'v.1', visitor });
	world.last().hear(told(at(5, 1)), told(at(8, 1)), told(at(5, 1)));
	expect(client.state.news.marks.get('v.1')).toEqual(at(8, 1));
	world.last().events.onClose(1006);
	world.advance(30_000);
	world.open().hear({ ...helloOfAgent, epoch: 'e2' }, told(at(3, 3)));
	expect(client.state.news.marks.get('v.1')).toEqual(at(3, 3));
});
