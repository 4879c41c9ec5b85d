import { cleanUp, compose, serveReplies } from './testing/compose.tsx';

let asked: readonly string[] = [];
beforeEach(() => (asked = serveReplies()));
afterEach(cleanUp);

describe('a canned reply', () => {
	const open = async (name: string | null = 'Hanna Lindqvist') => {
		const agent = compose('visitor', { name });
		await agent.become('visitor');
		// The first focus asks the server for them.
		await agent.type(' ');
		return agent;
	};

	test('is recalled by # and narrowed by its key, chosen by arrows, and can be edited [H34] [G33]', async () => {
		const agent = await open();
		await agent.type('#');
		expect(agent.offered()).toHaveLength(3);
		await agent.type('safe');
		expect(agent.offered()).toEqual(['#safe-pack', '#safety']);
		await agent.press('ArrowDown');
		expect(agent.pointed()).toBe('#safety');
		await agent.press('ArrowDown');
		expect(agent.pointed()).toBe('#safe-pack');
		await agent.press('ArrowUp');
		await agent.enter();
		expect(agent.sent).toEqual([]);
		expect(agent.text()).toBe(' Hello Hanna, safety of Tandem by Mira');
		await agent.type('!');
		await agent.enter();
		expect(agent.sent).toEqual(['reply: Hello Hanna, safety of Tandem by Mira!']);
		expect(asked).toEqual(['/api/v1/replies/safety/use']);
	});

	test('leaves no hole where nothing is known of the visitor [H37]', async () => {
		const agent = await open(null);
		await agent.type('#bye');
		await agent.enter();
		expect(agent.text()).toBe(' Hello, bye of Tandem by Mira');
	});

	test('Esc leaves the text, and Enter sends it then', async () => {
		const agent = await open();
		await agent.type('#safe');
		await agent.press('Escape');
		expect(agent.offered()).toEqual([]);
		await agent.type('ty');
		expect(agent.offered()).toEqual([]);
		await agent.enter();
		expect(agent.sent).toEqual(['reply: #safety']);
		await agent.type('#safe');
		expect(agent.offered()).toHaveLength(2);
	});

	test('does not hold up a word that only looks like a key', async () => {
		const agent = await open();
		await agent.type('#nothing');
		await agent.enter();
		expect(agent.sent).toEqual(['reply: #nothing']);
	});
});
