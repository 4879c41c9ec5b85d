import type { ClientId } from '../../shared/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { conversationId, type Outcome } from './commands.ts';
import { createNewestNumbers } from './newest.ts';
import { postAsVisitor, postMessage, type ConversationDeps } from './post-message.ts';
import { saveSummary, summaries } from './summaries.ts';
import { id, noon } from './testing/commands.ts';
import { allEvents, nodeOn } from './testing/nodes.ts';
import { anna, people, sue, vera, visitor, visitorId } from './testing/people.ts';
import { createUnsaved } from './unsaved.ts';
import { openHostileStore } from '../stores/hostile/open-hostile-store.ts';

const clock: Clock = { now: () => noon, after: () => () => undefined };
const [first, second, third] = [1, 2, 3].map((n) => conversationId(visitorId('vera'), n)) as [
	ReturnType<typeof conversationId>,
	ReturnType<typeof conversationId>,
	ReturnType<typeof conversationId>,
];

/** What one node needs; another one on the same store knows nothing of what this one keeps at hand. */
function nodeDeps(store: Store): ConversationDeps {
	const { timelines } = nodeOn(store);
	const unsaved = createUnsaved(timelines.peek);
	return { store, clock, timelines, unsaved, newest: createNewestNumbers(store) };
}
const oneNode = async (seed?: number): Promise<ConversationDeps> =>
	nodeDeps(
		(await openHostileStore({ collections: [summaries], ...(seed === undefined ? {} : { seed }) }))
			.store,
	);

const say = (deps: ConversationDeps, text: string, clientId = text): Promise<Outcome> =>
	postAsVisitor(deps, vera, { text, clientId: id(clientId) }, { source: 'launcher' });
let ends = 0;
const end = (deps: ConversationDeps, conversation: typeof first): Promise<Outcome> => {
	ends += 1;
	const clientId: ClientId = id(`end ${ends}`);
	return deps.timelines.submit(conversation, {
		kind: 'end',
		by: sue,
		reason: '',
		clientId,
		at: noon,
	});
};
const texts = async (deps: ConversationDeps, conversation: typeof first): Promise<string[]> =>
	(await allEvents(deps.store, conversation)).flatMap(({ type, body }) =>
		type === 'message' ? [(body as { text: string }).text] : [],
	);

describe('what a visitor says', () => {
	it('opens the first conversation, then goes on in it', async () => {
		const deps = await oneNode();
		expect(await say(deps, 'Hi')).toMatchObject({ event: { timeline: first, seq: 1 } });
		expect(await say(deps, 'Ho')).toMatchObject({ event: { timeline: first, seq: 2 } });
		expect(await texts(deps, first)).toEqual(['Hi', 'Ho']);
	});
	it('opens the next one after the end, which follows the old one', async () => {
		const deps = await oneNode();
		await say(deps, 'Hi');
		await end(deps, first);
		const next = await say(deps, 'Again');
		expect(next).toMatchObject({
			event: { timeline: second, seq: 1, body: { open: { follows: first, site: 'shop' } } },
		});
	});
	it('is refused for what it is, and opens nothing then', async () => {
		const deps = await oneNode();
		expect(await say(deps, ' ', 'c')).toMatchObject({ code: 'message_empty' });
		expect(await say(deps, 'x'.repeat(4001), 'c')).toMatchObject({ code: 'message_too_long' });
		expect(await allEvents(deps.store, first)).toEqual([]);
	});
	it('at once from two tabs opens one conversation', async () => {
		for (let seed = 1; seed <= 40; seed += 1) {
			const deps = await oneNode(seed);
			await Promise.all([say(deps, 'Hi'), say(deps, 'Ho')]);
			expect([seed, (await texts(deps, first)).sort()]).toEqual([seed, ['Hi', 'Ho']]);
			expect(await allEvents(deps.store, second)).toEqual([]);
		}
	});
	it('at once through two nodes opens one conversation, the first and the next one', async () => {
		for (let seed = 1; seed <= 40; seed += 1) {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const nodes = [nodeDeps(hostile.store), nodeDeps((await hostile.reopen()).store)] as const;
			await Promise.all([say(nodes[0], 'Hi'), say(nodes[1], 'Ho')]);
			await end(nodes[0], first);
			await Promise.all([say(nodes[0], 'Hi 2'), say(nodes[1], 'Ho 2')]);
			expect([seed, (await texts(nodes[0], first)).sort()]).toEqual([seed, ['Hi', 'Ho']]);
			expect([seed, (await texts(nodes[0], second)).sort()]).toEqual([seed, ['Hi 2', 'Ho 2']]);
			expect(await allEvents(hostile.store, third)).toEqual([]);
		}
	});
	it('racing the end is in the old conversation or in a new one, never in both', async () => {
		for (let seed = 1; seed <= 40; seed += 1) {
			const hostile = await openHostileStore({ collections: [summaries], seed });
			const nodes = [nodeDeps(hostile.store), nodeDeps((await hostile.reopen()).store)] as const;
			await say(nodes[0], 'Hi');
			await Promise.all([say(nodes[0], 'Wait'), end(nodes[1], first)]);
			const said = [...(await texts(nodes[0], first)), ...(await texts(nodes[0], second))];
			expect([seed, said]).toEqual([seed, ['Hi', 'Wait']]);
		}
	});
});

describe('a resend', () => {
	const again = async (deps: ConversationDeps, text = 'Hi') => {
		expect(await say(deps, text, 'Hi')).toMatchObject({
			kind: 'done',
			replayed: true,
			event: { timeline: first, seq: 1 },
		});
	};
	it('after the end opens no second conversation, on this node or on one that starts anew', async () => {
		const deps = await oneNode();
		await say(deps, 'Hi');
		await end(deps, first);
		await again(deps);
		await again(nodeDeps(deps.store));
		expect(await allEvents(deps.store, second)).toEqual([]);
	});
	it('after another tab has opened the next conversation is not said there again', async () => {
		const deps = await oneNode();
		await say(deps, 'Hi');
		await end(deps, first);
		await say(deps, 'Again');
		await again(deps);
		await again(nodeDeps(deps.store));
		await end(deps, second);
		await again(deps);
		expect(await texts(deps, second)).toEqual(['Again']);
		expect(await allEvents(deps.store, third)).toEqual([]);
	});
	it('with another text is a conflict and opens nothing', async () => {
		const deps = await oneNode();
		await say(deps, 'Hi');
		await end(deps, first);
		expect(await say(deps, 'Other', 'Hi')).toMatchObject({ code: 'clientid_conflict' });
		await say(deps, 'Again');
		expect(await say(deps, 'Other', 'Hi')).toMatchObject({ code: 'clientid_conflict' });
		expect(await texts(deps, second)).toEqual(['Again']);
	});
});

describe('the number of the newest conversation', () => {
	it('at hand may be behind another node: the message goes on to where the talk is', async () => {
		const one = await oneNode();
		const other = nodeDeps(one.store);
		await say(one, 'Hi');
		await end(other, first);
		await say(other, 'Again');
		await end(other, second);
		await say(other, 'And again');
		expect(await say(one, 'Late')).toMatchObject({ event: { timeline: third, seq: 2 } });
	});
	it('is found from the summaries, and beyond them from the timelines', async () => {
		const one = await oneNode();
		await say(one, 'Hi');
		await end(one, first);
		await saveSummary(one.store, await one.timelines.state(first));
		await say(one, 'Again');
		await end(one, second);
		await say(one, 'And again');
		expect(await createNewestNumbers(one.store).get(visitorId('vera'))).toBe(3);
		expect(await createNewestNumbers(one.store).get(visitorId('nobody'))).toBe(0);
	});
	it('is right when an older conversation was talked in last', async () => {
		const one = await oneNode();
		await say(one, 'Hi');
		await end(one, first);
		await say(one, 'Again');
		await saveSummary(one.store, { ...(await one.timelines.state(first)), lastAt: noon + 9 });
		await saveSummary(one.store, await one.timelines.state(second));
		expect(await createNewestNumbers(one.store).get(visitorId('vera'))).toBe(2);
	});
});

it('one visitor cannot open the conversation of another', async () => {
	const deps = await oneNode();
	const opening = { site: vera.site, visitor: vera.id, source: 'launcher' } as const;
	const forged = { kind: 'post', by: visitor('victor'), text: 'Hi', opening } as const;
	expect(
		await deps.timelines.submit(first, { ...forged, clientId: id('c'), at: noon }),
	).toMatchObject({
		code: 'conversation_not_found',
	});
});

it('an agent cannot open a conversation by an answer', async () => {
	const deps = await oneNode();
	const hello = { text: 'Hi', clientId: id('c') };
	expect(await postMessage(deps, first, anna, hello)).toMatchObject({
		code: 'conversation_not_found',
	});
	expect(await postMessage(deps, first, people.owner, hello)).toMatchObject({
		code: 'conversation_not_found',
	});
});
