import { cleanUp, compose, serveReplies } from './testing/compose.tsx';

beforeEach(() => void serveReplies());
afterEach(cleanUp);

test.each(['claims', 'visitor'] as const)(
	'a note stays a note when a colleague changes the conversation in mid-sentence (%s)',
	async (reach) => {
		const agent = compose('team');
		await agent.become('team');
		await agent.type('He has been ');
		await agent.become(reach);
		expect(agent.isNote()).toBe(true);
		await agent.type('rude before');
		await agent.enter();
		expect(agent.sent).toEqual(['note: He has been rude before']);
	},
);

test('whoever has written nothing yet may reply as soon as that is possible', async () => {
	const agent = compose('team');
	await agent.become('team');
	expect(agent.isNote()).toBe(true);
	await agent.become('visitor');
	expect(agent.isNote()).toBe(false);
	await agent.type('Hello');
	await agent.enter();
	expect(agent.sent).toEqual(['reply: Hello']);
});

test('half a reply does not become a note, and goes nowhere while it may not', async () => {
	const agent = compose('visitor');
	await agent.become('visitor');
	await agent.type('Good morn');
	await agent.become('team');
	expect(agent.text()).toBe('Good morn');
	await agent.type('ing');
	await agent.enter();
	expect(agent.sent).toEqual([]);
	expect(agent.seenBy()).toMatch(/cannot answer/);
	await agent.become('visitor');
	await agent.enter();
	expect(agent.sent).toEqual(['reply: Good morning']);
});

test('reply and note are two drafts', async () => {
	const agent = compose('visitor');
	await agent.become('visitor');
	await agent.type('To the visitor');
	await agent.choose('Note');
	expect(agent.text()).toBe('');
	await agent.type('To the team');
	await agent.become('team');
	await agent.become('visitor');
	await agent.enter();
	await agent.choose('Reply');
	expect(agent.text()).toBe('To the visitor');
	expect(agent.sent).toEqual(['note: To the team']);
});

test('what was sent leaves the field, and the other draft stays', async () => {
	const agent = compose('visitor');
	await agent.become('visitor');
	await agent.type('To the visitor');
	await agent.choose('Note');
	await agent.type('To the team');
	await agent.enter();
	expect(agent.text()).toBe('');
	await agent.enter();
	expect(agent.sent).toEqual(['note: To the team']);
	await agent.choose('Reply');
	await agent.enter();
	expect(agent.text()).toBe('');
	expect(agent.sent).toEqual(['note: To the team', 'reply: To the visitor']);
});

test('what is being written is there again after another conversation or a reload', async () => {
	const agent = compose('visitor');
	await agent.become('visitor');
	await agent.type('Half an ans');
	await agent.choose('Note');
	await agent.type('He is new');
	await agent.leave();
	const back = compose('visitor');
	await back.become('visitor');
	expect([back.isNote(), back.text()]).toEqual([true, 'He is new']);
	await back.choose('Reply');
	expect(back.text()).toBe('Half an ans');
	await back.enter();
	await back.leave();
	const again = compose('visitor');
	await again.become('visitor');
	expect(again.text()).toBe('');
});

test('of a reply the visitor is told that it is being written, of a note never', async () => {
	const agent = compose('visitor');
	await agent.become('visitor');
	await agent.choose('Note');
	await agent.type('He is');
	expect(agent.typed).toEqual([]);
	await agent.choose('Reply');
	await agent.type('You are');
	await agent.enter();
	expect(agent.typed).toEqual([true, false]);
});

test('it says by name who will read it [G38]', async () => {
	const agent = compose('visitor', { name: 'Hanna Lindqvist' });
	await agent.become('visitor');
	expect(agent.seenBy()).toBe('Hanna sees this');
	await agent.choose('Note');
	expect(agent.seenBy()).toBe('Only your team sees this');
});

test('arrow up in an empty field edits the last own message, and one in a text does not', async () => {
	const said = (seq: number, id: string, type = 'message') => ({
		seq,
		type,
		text: 'x',
		deleted: false,
		author: { kind: 'agent', id },
	});
	const events = [said(1, 'a1'), said(2, 'a1', 'note'), said(3, 'a2')];
	const agent = compose('visitor', { events });
	await agent.become('visitor');
	await agent.type('a');
	await agent.press('ArrowUp');
	expect(agent.edited()).toBe('');
	await agent.enter();
	await agent.press('ArrowUp');
	expect(agent.edited()).toBe('1');
	await agent.choose('Note');
	await agent.press('ArrowUp');
	expect(agent.edited()).toBe('2');
});
