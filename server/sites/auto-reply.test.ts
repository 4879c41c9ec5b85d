import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ClientId, ConversationId, SiteId } from '../../shared/ids.ts';
import {
	createNewestNumbers,
	createUnsaved,
	postAsVisitor,
	type ConversationDeps,
} from '../conversations/index.ts';
import { conversation, id, noon, opening } from '../conversations/testing/commands.ts';
import { allEvents, nodeOn } from '../conversations/testing/nodes.ts';
import { vera } from '../conversations/testing/people.ts';
import { plainStore } from '../conversations/testing/stores.ts';
import { openHouse } from '../house.ts';
import { removeData, testConfig } from '../testing/test-server.ts';
import { visitorIdOf } from '../visitors/index.ts';
import { autoReplyConsumer } from './auto-reply.ts';

const clock = { now: () => noon + 1, after: () => () => undefined };
const bothTexts = { autoReply: 'One moment', autoReplyClosed: 'We sleep' };

/** Vera has opened a conversation; then the server died before anything else. */
async function opened(status: 'waiting' | 'pending' = 'waiting') {
	const store = await plainStore();
	const texts = { ...bothTexts };
	const sites = { byId: (site: SiteId) => (site === vera.site ? { settings: { texts } } : null) };
	const { timelines } = nodeOn(store);
	const say = (command: object, clientId: string) =>
		timelines.submit(conversation, {
			by: vera,
			at: noon,
			clientId: id(clientId),
			...command,
		} as never);
	await say({ kind: 'post', text: 'Hi', opening, status }, 'first');
	/** As another process that was started anew. */
	const startAnew = async (): Promise<void> => {
		const node = nodeOn(store);
		const conversations: ConversationDeps = {
			store,
			clock,
			timelines: node.timelines,
			newest: createNewestNumbers(store),
			unsaved: createUnsaved(node.timelines.peek),
		};
		const consumer = autoReplyConsumer({ conversations, sites: sites as never });
		const events = (await allEvents(store)).filter((event) => consumer.wants(event as never));
		await consumer.consume([{ timeline: conversation, events }]);
	};
	const saidByBot = async () =>
		(await allEvents(store))
			.filter(({ author }) => author.kind === 'bot')
			.map(({ body }) => (body as { text: string }).text);
	return { store, say, texts, startAnew, saidByBot };
}

describe('what the site says by itself', () => {
	it('is said by the next server when this one died right after the first message, and once', async () => {
		const { startAnew, saidByBot } = await opened();
		expect(await saidByBot()).toEqual([]);
		await startAnew();
		await startAnew();
		expect(await saidByBot()).toEqual(['One moment']);
	});

	it('is the text for out of hours when the first message came then', async () => {
		const { startAnew, saidByBot } = await opened('pending');
		await startAnew();
		expect(await saidByBot()).toEqual(['We sleep']);
	});

	it('stays as it was said when the owner changes the text before it is seen again', async () => {
		const { startAnew, saidByBot, texts } = await opened();
		await startAnew();
		texts.autoReply = 'Two moments';
		await startAnew();
		expect(await saidByBot()).toEqual(['One moment']);
	});

	it('is nothing when the conversation has ended before', async () => {
		const { say, startAnew, saidByBot } = await opened();
		await say({ kind: 'end', reason: '' }, 'end');
		await startAnew();
		expect(await saidByBot()).toEqual([]);
	});

	it('is not owed at all without a text, nor for later messages', async () => {
		const { store, say, texts } = await opened();
		await say({ kind: 'post', text: 'Anybody?' }, 'second');
		const { wants } = autoReplyConsumer({
			conversations: {} as never,
			sites: { byId: () => ({ settings: { texts } }) } as never,
		});
		const wanted = async () => (await allEvents(store)).map((event) => wants(event as never));
		expect(await wanted()).toEqual([true, false]);
		texts.autoReply = '';
		expect(await wanted()).toEqual([false, false]);
	});
});

it('is owed with the first message itself, so a server that never got to it leaves it to the next one', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-reply-'));
	const open = () => openHouse(testConfig(dataDir), resolve('build'));
	try {
		const first = await open();
		const site = await first.sites.first();
		const settings = { texts: { autoReply: 'One moment' } };
		await first.sites.change(site.id, site.rev, { settings });
		const by = {
			kind: 'visitor',
			id: visitorIdOf(site.id, 't'.repeat(43)),
			site: site.id,
		} as const;
		const post = { clientId: 'c-000001' as ClientId, text: 'Hi' };
		// Its lanes were never started: as far as it got when it was killed.
		await postAsVisitor(first.conversations, by, post, { source: 'launcher' });
		await first.close();
		const next = await open();
		await next.startWork();
		const said = async () =>
			(await next.store.page(`${by.id}.1` as ConversationId, { limit: 9 })).events.map(
				({ author, body }) => [author.kind, body['text']],
			);
		for (const deadline = Date.now() + 5000; (await said()).length < 2;) {
			if (Date.now() > deadline) throw new Error('Nothing was said.');
			await new Promise((done) => setTimeout(done, 5));
		}
		expect(await said()).toEqual([
			['visitor', 'Hi'],
			['bot', 'One moment'],
		]);
		await next.close();
	} finally {
		await removeData(dataDir);
	}
});
