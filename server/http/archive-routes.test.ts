import type { ArchivePage, EarlierConversation } from '../../shared/views/archive-view.ts';
import { startRightsWorld, type AgentKind, type RightsWorld } from '../testing/rights-world.ts';
import { newId, type TestSocket } from '../testing/test-server.ts';

/* The archive and the team's transcripts, asked for as the console does, on a running server. */

let world: RightsWorld;
beforeAll(async () => {
	world = await startRightsWorld();
}, 30_000);
afterAll(() => world.stop());

interface Refusal {
	readonly error?: { readonly code: string };
}
const fetchAs = (who: AgentKind, path: string, body?: object): Promise<Response> =>
	fetch(`${world.url}/api/v1/${path}`, {
		headers: { Cookie: world.agents[who].cookie, 'Content-Type': 'application/json' },
		...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
	});
const ask = async <Result>(
	who: AgentKind,
	path: string,
	body?: object,
): Promise<Result & Refusal> => (await (await fetchAs(who, path, body)).json()) as Result & Refusal;

interface Talk {
	readonly conversation: string;
	readonly visitor: TestSocket;
	readonly token: string;
	say(text: string): Promise<number>;
	team(frame: Record<string, unknown>): Promise<string>;
}
async function talk(
	first: string,
	site = world.shop.key,
	token: string | null = null,
): Promise<Talk> {
	const { socket, token: own } = await world.visitor(site, token);
	const send = async (text: string) => {
		socket.send({ type: 'message.send', clientId: newId(), text });
		return (await socket.next('ack')) as unknown as { conversation: string; vseq: number };
	};
	const { conversation } = await send(first);
	return {
		conversation,
		visitor: socket,
		token: own,
		say: async (text) => (await send(text)).vseq,
		team: (frame) => world.ask(world.team, { clientId: newId(), conversation, ...frame } as never),
	};
}
const end = (it: Talk): Promise<string> => it.team({ type: 'conversation.end', reason: '' });

/** Texts are findable a moment after they were said. */
async function found(path: string, isRight: (page: ArchivePage) => boolean): Promise<ArchivePage> {
	for (const deadline = Date.now() + 8000; ;) {
		const page = await ask<ArchivePage>('agent', `archive?${path}`);
		if (isRight(page)) return page;
		if (Date.now() > deadline) throw new Error(`Not found: ${JSON.stringify(page).slice(0, 2000)}`);
		await new Promise((done) => setTimeout(done, 50));
	}
}
const idsOf = ({ items }: ArchivePage): string[] => items.map((row) => row.conversation.id);

describe('a search', () => {
	it('finds what visitors, agents and notes said, marks it, and leads to the conversation [C20] [L5]', async () => {
		const word = 'bracketcreak';
		const older = await talk(`My ${word} is loud`);
		const newer = await talk('Something else');
		await newer.say(`and a ${word}s, twice ${word}`);
		await older.team({ type: 'note.send', text: `the ${word} was the saddle` });
		await end(older);
		const page = await found(
			`q=${word}`,
			({ items }) => items.reduce((n, row) => n + row.hitCount, 0) === 3,
		);
		expect(idsOf(page)).toEqual([older.conversation, newer.conversation]);
		const [first, second] = page.items;
		expect(first?.hits.map(({ kind }) => kind)).toEqual(['note', 'visitor']);
		const [hit] = second?.hits ?? [];
		expect(hit?.snippet.ranges.map(([from, to]) => hit.snippet.text.slice(from, to))).toEqual([
			`${word}s`,
			word,
		]);
		expect(page).toMatchObject({ next: null, isPartial: false });
	});

	it('shows nothing of another site, to nobody who is not of it', async () => {
		const word = 'otherside';
		const there = await talk(`only ${word} here`, world.other.key);
		const here = await talk(`not ${word} there`);
		await found(`q=${word}`, (page) => page.items.length === 2);
		for (const who of ['otherAgent', 'otherAdmin'] as const)
			expect(idsOf(await ask<ArchivePage>(who, `archive?q=${word}`))).toEqual([there.conversation]);
		const outside = await ask<ArchivePage>('otherAgent', `archive?q=${word}&site=${world.shop.id}`);
		expect(outside.items).toEqual([]);
		expect(
			idsOf(await ask<ArchivePage>('reader', `archive?q=${word}&site=${world.shop.id}`)),
		).toEqual([here.conversation]);
	});

	it('shows neither what was taken back nor what was edited away', async () => {
		const word = 'cardnumber';
		const it_ = await talk(`my ${word} is 4111`);
		const vseq = await it_.say(`the other ${word} is 5500`);
		await found(`q=${word}`, ({ items }) => items[0]?.hitCount === 2);
		it_.visitor.send({
			type: 'message.redact',
			clientId: newId(),
			conversation: it_.conversation,
			target: vseq,
		});
		await it_.visitor.next('ack');
		const at_once = JSON.stringify(await ask('agent', `archive?q=${word}`));
		expect(at_once).not.toContain('5500');
		const page = await found(`q=${word}`, ({ items }) => items[0]?.hitCount === 1);
		expect(page.items[0]?.hits[0]?.snippet.text).toContain('4111');

		await it_.team({ type: 'message.send', text: 'typo editedaway' });
		const [seen] =
			(await found('q=editedaway', ({ items }) => items.length === 1)).items[0]?.hits ?? [];
		expect(await it_.team({ type: 'message.edit', target: seen?.seq, text: 'put right' })).toBe(
			'ok',
		);
		expect((await ask<ArchivePage>('agent', 'archive?q=editedaway')).items).toEqual([]);
		await found('q=put%20right', ({ items }) => items.length === 1);
	});

	it('narrows by tag, agent, rating and time [G41]', async () => {
		const word = 'narrowed';
		const rated = await talk(`${word} one`);
		await rated.team({ type: 'conversation.claim' });
		await rated.team({ type: 'conversation.tag', add: ['warranty'], remove: [] });
		rated.visitor.send({
			type: 'rating.send',
			clientId: newId(),
			conversation: rated.conversation,
			score: 2,
			comment: '',
		});
		await rated.visitor.next('ack');
		const plain = await talk(`${word} two`);
		await found(
			`q=${word}`,
			({ items }) => items.length === 2 && items.some((row) => row.conversation.rating === 2),
		);
		const narrowed = async (more: string): Promise<string[]> =>
			idsOf(await ask<ArchivePage>('agent', `archive?q=${word}&${more}`));
		expect(await narrowed('tag=warranty')).toEqual([rated.conversation]);
		expect(await narrowed('tag=other')).toEqual([]);
		expect(await narrowed('rating=bad')).toEqual([rated.conversation]);
		expect(await narrowed('rating=good')).toEqual([]);
		expect(await narrowed(`agent=${world.agents.owner.id}`)).toEqual([rated.conversation]);
		expect(await narrowed(`to=${new Date(Date.now() - 3_600_000).toISOString()}`)).toEqual([]);
		expect(await narrowed(`from=${new Date(Date.now() - 3_600_000).toISOString()}`)).toEqual([
			plain.conversation,
			rated.conversation,
		]);
	});

	it('goes on page by page, each conversation once', async () => {
		const word = 'pagewise';
		const talks = await Promise.all(
			Array.from({ length: 25 }, (_, n) => talk(`${word} first ${n}`)),
		);
		for (const each of talks) await each.say(`${word} again`);
		await found(`q=${word}%20again`, ({ items }) => items.length === 20);
		const first = await found(`q=${word}`, ({ next }) => next !== null);
		const second = await ask<ArchivePage>('agent', `archive?q=${word}&cursor=${first.next}`);
		expect(first.items).toHaveLength(20);
		expect(second).toMatchObject({ next: null });
		expect([...idsOf(first), ...idsOf(second)].sort()).toEqual(
			talks.map(({ conversation }) => conversation).sort(),
		);
		expect(await ask('agent', `archive?q=${word}&cursor=x`)).toMatchObject({
			error: { code: 'bad_request' },
		});
	});
});

it('without words it lists what has ended, newest first, page by page', async () => {
	const talks: Talk[] = [];
	for (let n = 0; n < 23; n += 1) talks.push(await talk(`listed ${n}`));
	for (const each of talks) {
		await each.team({ type: 'conversation.tag', add: ['listed'], remove: [] });
		await end(each);
	}
	const first = await found(
		'tag=listed',
		({ items, next }) => items.length === 20 && next !== null,
	);
	await found(`tag=listed&cursor=${first.next}`, ({ items }) => items.length === 3);
	const second = await ask<ArchivePage>('agent', `archive?tag=listed&cursor=${first.next}`);
	const shown = [...idsOf(first), ...idsOf(second)];
	expect(shown).toEqual(talks.map(({ conversation }) => conversation).reverse());
	expect((await ask<ArchivePage>('otherAgent', 'archive?tag=listed')).items).toEqual([]);
});

describe("the team's copy", () => {
	let it_: Talk;
	beforeAll(async () => {
		it_ = await talk('Hello <b>there</b>');
		await it_.team({ type: 'note.send', text: 'a difficult one <img src=x onerror=alert(1)>' });
		await it_.team({ type: 'message.send', text: 'It does fit.' });
		await end(it_);
	});
	const copy = (query: string, who: AgentKind = 'agent'): Promise<Response> =>
		fetchAs(who, `conversations/${it_.conversation}/transcript?${query}`);

	it('holds notes, as text, page and data, and no markup of anybody [G45] [C21]', async () => {
		const text = await (await copy('format=txt')).text();
		expect(text).toMatch(/note, only the team sees this\)\n {4}a difficult one <img/);
		const page = await copy('format=html&locale=de');
		expect(page.headers.get('content-security-policy')).toContain('sandbox');
		expect(page.headers.get('content-disposition')).toMatch(/^attachment; filename=.*\.html"/);
		const html = await page.text();
		expect(html).toContain('<html lang="de"');
		expect(html).toContain('Hello &lt;b&gt;there&lt;/b&gt;');
		expect(html).toContain('class="note"');
		expect(html).not.toMatch(/<img|<script|<b>there|https?:/);
		const data = (await (await copy('format=json')).json()) as {
			copy: string;
			events: { type: string }[];
		};
		expect(data).toMatchObject({ copy: 'team', isCut: false });
		expect(data.events.map(({ type }) => type)).toEqual(
			expect.arrayContaining(['message', 'note', 'ended']),
		);
	});

	it.each(['txt', 'html', 'json'])(
		'as %s leaves out of the copy for the visitor what is not for the visitor',
		async (format) => {
			const text = await (await copy(`copy=visitor&format=${format}`)).text();
			expect(text).toContain('It does fit.');
			expect(text).not.toMatch(/difficult|"seq"/);
		},
	);

	it('is for agents of the site only', async () => {
		expect((await copy('format=txt', 'reader')).status).toBe(200);
		for (const format of ['txt', 'html', 'json']) {
			const answer = await copy(`format=${format}`, 'otherAdmin');
			expect([answer.status, (await answer.text()).includes('difficult')]).toEqual([404, false]);
		}
	});
});

describe('a review', () => {
	it('is written once a conversation has ended, for the team alone [G73]', async () => {
		const it_ = await talk('How late are you open?');
		const path = `conversations/${it_.conversation}/review`;
		const said = { clientId: newId(), text: 'Good diagnosis reviewword' };
		expect(await ask('supervisor', path, said)).toMatchObject({ error: { code: 'wrong_state' } });
		await end(it_);
		const first = await ask<{ seq: number }>('supervisor', path, said);
		expect(await ask('supervisor', path, said)).toEqual(first);
		expect(await ask('reader', path, { ...said, clientId: newId() })).toMatchObject({
			error: { code: 'forbidden' },
		});
		expect(await ask('otherAgent', path, said)).toMatchObject({
			error: { code: 'conversation_not_found' },
		});
		const page = await found('q=reviewword', ({ items }) => items.length === 1);
		expect(page.items[0]?.hits).toMatchObject([{ kind: 'review', authorName: 'supervisor' }]);
		expect(it_.visitor.texts.join()).not.toContain('reviewword');
	});
});

it('is read by a reader, who writes nothing in it [C22]', async () => {
	const it_ = await talk('readersword here');
	await end(it_);
	await found('q=readersword', ({ items }) => items.length === 1);
	const page = await ask<ArchivePage>('reader', 'archive?q=readersword');
	expect(idsOf(page)).toEqual([it_.conversation]);
	const path = `conversations/${it_.conversation}`;
	expect(await (await fetchAs('reader', `${path}/transcript`)).text()).toContain('readersword');
	const said = { clientId: newId(), text: 'I was here' };
	expect(await ask('reader', `${path}/review`, said)).toMatchObject({
		error: { code: 'forbidden' },
	});
	const ticket = { clientId: newId(), conversation: it_.conversation, title: 'I was here' };
	expect(await ask('reader', 'tickets', ticket)).toMatchObject({ error: { code: 'forbidden' } });
});

it('shows the earlier conversations of a visitor with who answered, on the own sites only [H26] [G100]', async () => {
	const one = await talk('The first time');
	await one.team({ type: 'conversation.claim' });
	await end(one);
	const two = await talk('The second time', world.shop.key, one.token);
	expect(two.conversation).toMatch(/\.2$/);
	const id = one.conversation.split('.')[0] ?? '';
	const deadline = Date.now() + 5000;
	let items: EarlierConversation[] = [];
	while (items.length < 2 && Date.now() < deadline)
		({ items } = await ask<{ items: EarlierConversation[] }>(
			'agent',
			`visitors/${id}/conversations`,
		));
	expect(items).toMatchObject([
		{ id: two.conversation, assigneeName: null, status: 'waiting' },
		{
			id: one.conversation,
			assigneeName: 'owner',
			status: 'ended',
			preview: 'The first time',
			ticketCount: 0,
		},
	]);
	expect(await ask('otherAgent', `visitors/${id}/conversations`)).toEqual({ items: [] });
});
