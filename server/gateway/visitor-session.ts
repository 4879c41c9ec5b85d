import type { ClientId, ConversationId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { protocolVersion, wireLimits } from '../../shared/protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import {
	amendMessage,
	asConversationEvent,
	asVisitorEvent,
	conversationId,
	postAsVisitor,
	visitorOf,
	visitorView,
	type Author,
	type Command,
	type ConversationEvent,
	type Outcome,
} from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import { visitorIdOf } from '../visitors/index.ts';
import type { StoredEvent } from '../ports/store.ts';
import type { GatewayDeps } from './deps.ts';
import { failureFrame, refusedFrame } from './frame-errors.ts';
import type { VisitorListener } from './hub.ts';
import type { Outbox } from './outbox.ts';

/*
 * One visitor's socket.
 *
 *     fresh --hello--> resuming --page sent--> live --close--> gone
 *
 * While resuming, what is committed meanwhile is kept and said after the page, so that a client gets everything in order. The
 * identity comes from the token in `hello`; no later frame can change it.
 */
export type VisitorSession = ReturnType<typeof createVisitorSession>;

export function createVisitorSession(deps: GatewayDeps, outbox: Outbox) {
	const { store, clock, timelines, newest } = deps.conversations;
	let who: { readonly id: VisitorId; readonly site: Site } | null = null;
	let leave: () => void = () => {};
	/** Frames that must wait for the one before: until the visitor's row is stored. */
	let tail: Promise<void> | null = null;
	/** Kept while resuming; null when live. */
	let heldBack: string[] | null = null;
	/** The newest conversation and how far this socket was told of it: every commit of it passes through here. */
	let newestSaid: { conversation: ConversationId | null; head: number } = {
		conversation: null,
		head: 0,
	};
	/** Commands of this socket that are not answered yet. */
	const pending = new Set<string>();

	const say = (frame: ToVisitor): void => outbox.push(JSON.stringify(frame));
	const fail = (clientId: string | null, error: unknown): void =>
		outbox.push(failureFrame(clientId, error, deps.logFault));

	const listener: VisitorListener = {
		acknowledge(event) {
			if (
				event.clientId === null ||
				event.author.kind !== 'visitor' ||
				!pending.delete(event.clientId)
			)
				return false;
			if (event.vseq !== null) newestSaid = { conversation: event.timeline, head: event.vseq };
			ack(event);
			return true;
		},
		hear(frame, conversation, vseq) {
			newestSaid = { conversation, head: vseq };
			if (heldBack === null) outbox.push(frame);
			else heldBack.push(frame);
		},
	};

	function ack(event: ConversationEvent): void {
		say({
			type: 'ack',
			clientId: event.clientId ?? '',
			conversation: event.timeline,
			vseq: event.vseq,
			createdAt: new Date(event.at).toISOString(),
		});
	}

	async function hello(frame: VisitorFrame & { type: 'hello' }): Promise<void> {
		if (frame.protocol !== protocolVersion) {
			throw new DomainError(
				'protocol_version',
				`This server speaks protocol ${protocolVersion}. Load the page again.`,
			);
		}
		if (who !== null) throw new DomainError('bad_frame', 'hello was said already.');
		const site = deps.sites.byKey(frame.site);
		if (site === null)
			throw new DomainError('site_not_found', 'There is no site with this key. Check the snippet.');
		const token = frame.token ?? deps.ids.secret();
		const id = visitorIdOf(site.id, token);
		who = { id, site };
		heldBack = [];
		leave = deps.hub.addVisitor(id, listener);
		try {
			await greet(frame, id, frame.token === null ? token : null);
		} catch (error) {
			// As if it had not been said: the client comes again.
			leave();
			who = null;
			throw error;
		} finally {
			const held = heldBack ?? [];
			heldBack = null;
			if (who !== null) for (const text of held) outbox.push(text);
		}
	}

	async function greet(
		frame: VisitorFrame & { type: 'hello' },
		id: VisitorId,
		token: string | null,
	): Promise<void> {
		const n = await newest.get(id);
		const conversation = n === 0 ? null : conversationId(id, n);
		const resumes = frame.epoch === store.epoch && frame.conversation === conversation;
		const page =
			conversation === null ? null : await readPage(conversation, resumes ? frame.after : 0);
		const head = page?.head ?? 0;
		if (newestSaid.conversation === null) newestSaid = { conversation, head };
		say({
			type: 'hello',
			protocol: protocolVersion,
			epoch: store.epoch,
			...(token === null ? {} : { token }),
			conversation,
			head,
			beatMs: wireLimits.beatMs,
		});
		if (page !== null) say(page);
	}

	async function readPage(
		conversation: ConversationId,
		after: number,
	): Promise<ToVisitor & { type: 'events' }> {
		const page = await store.page(conversation, { visitor: true, after, limit: wireLimits.page });
		const full = page.events.length === wireLimits.page;
		const head = full ? (await store.head(conversation)).vseq : (page.events.at(-1)?.vseq ?? after);
		const views = (events: readonly StoredEvent[]) =>
			events.flatMap((event) => {
				const visible = asVisitorEvent(asConversationEvent(event));
				return visible === null ? [] : [visitorView(visible, deps.nameOf)];
			});
		return {
			type: 'events',
			conversation,
			events: views(page.events),
			amendments: views(page.amendments),
			head,
		};
	}

	async function carryOut(frame: VisitorFrame): Promise<void> {
		if (frame.type === 'hello') return hello(frame);
		if (who === null) throw new DomainError('bad_frame', 'Say hello first.');
		const by: Author & { kind: 'visitor' } = { kind: 'visitor', id: who.id, site: who.site.id };
		switch (frame.type) {
			case 'events.read':
				return say(await readPage(own(frame.conversation), frame.after));
			case 'message.send': {
				if (!deps.visitors.isKnown(by.id)) await deps.visitors.ensure(by.id, by.site);
				const post = { clientId: frame.clientId as ClientId, text: frame.text };
				const from = {
					source: 'launcher',
					...(frame.page === undefined ? {} : { page: frame.page }),
				} as const;
				return answer(frame, postAsVisitor(deps.conversations, by, post, from));
			}
			case 'message.redact': {
				const amendment = { kind: 'redact', clientId: frame.clientId as ClientId } as const;
				return answer(
					frame,
					amendMessage(deps.conversations, own(frame.conversation), by, frame.target, amendment),
				);
			}
			case 'conversation.end':
				return answer(
					frame,
					submit(frame.conversation, { kind: 'end', reason: '', by, ...stamp(frame.clientId) }),
				);
			case 'rating.send': {
				const { score, comment } = frame;
				return answer(
					frame,
					submit(frame.conversation, {
						kind: 'rate',
						score,
						comment,
						by,
						...stamp(frame.clientId),
					}),
				);
			}
		}
	}

	const stamp = (clientId: string) => ({ clientId: clientId as ClientId, at: clock.now() });
	const submit = (conversation: string, command: Command): Promise<Outcome> =>
		timelines.submit(own(conversation), command);

	/** Ids are not rights: a visitor names only own conversations. */
	function own(conversation: string): ConversationId {
		const id = conversation as ConversationId;
		if (who === null || visitorOf(id) !== who.id) {
			throw new DomainError('conversation_not_found', 'There is no such conversation.');
		}
		return id;
	}

	async function answer(
		frame: Extract<VisitorFrame, { clientId: string }>,
		outcome: Promise<Outcome>,
	): Promise<void> {
		pending.add(frame.clientId);
		const result = await outcome;
		// Committed just now: acknowledged as it was published, in its place among the other events.
		if (!pending.delete(frame.clientId)) return;
		if (result.kind === 'done') return ack(result.event);
		if (result.kind === 'refused')
			return outbox.push(refusedFrame(frame.clientId, result.code, result.message));
		const conversation = 'conversation' in frame ? frame.conversation : '';
		say({ type: 'ack', clientId: frame.clientId, conversation, vseq: null, createdAt: null });
	}

	return {
		/** Frames are carried out in order; they are not waited for, so that a batch is committed as one. */
		take(frame: VisitorFrame): void {
			const run = (): Promise<void> =>
				carryOut(frame).catch((error: unknown) => {
					const clientId = 'clientId' in frame ? frame.clientId : null;
					if (clientId !== null) pending.delete(clientId);
					fail(clientId, error);
				});
			const settled = who !== null && deps.visitors.isKnown(who.id);
			if (tail === null && settled) {
				void run();
				return;
			}
			const mine = (tail ?? Promise.resolve()).then(run);
			tail = mine;
			void mine.then(() => {
				if (tail === mine) tail = null;
			});
		},
		/** For the heartbeat: where the newest conversation stands, so that a client that missed a word asks for it. */
		beat(): void {
			if (who !== null) say({ type: 'beat', ...newestSaid });
		},
		isOpen: (): boolean => who !== null,
		fail,
		close(): void {
			leave();
		},
	};
}
