import type { ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { closeCodes, protocolVersion, wireLimits } from '../../shared/protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import {
	conversationId,
	numberOf,
	type ConversationEvent,
	type Outcome,
} from '../conversations/index.ts';
import { visitorIdOf } from '../visitors/index.ts';
import type { GatewayDeps } from './deps.ts';
import { failureFrame, refusedFrame } from './frame-errors.ts';
import type { VisitorListener } from './hub.ts';
import { answered, createIntake, type Begun } from './intake.ts';
import type { Outbox } from './outbox.ts';
import type { Session, SocketHandle } from './session.ts';
import {
	createVisitorCommands,
	hasMade,
	ownConversation,
	type VisitorCommand,
} from './visitor-commands.ts';
import { readVisitorPage } from './visitor-page.ts';

/*
 * One visitor's socket.
 *
 *     fresh --hello--> resuming --page sent--> live --close--> gone
 *
 * While resuming, what is committed meanwhile is kept and said after the page, so that a client gets everything in order. The
 * identity comes from the token in `hello`; no later frame can change it.
 */

/** Questions of one visitor that wait. */
const maxReads = 8;
/** Sockets of one visitor: tabs, and those that are gone without having said so. */
const maxSockets = 5;

interface Who {
	readonly by: { readonly kind: 'visitor'; readonly id: VisitorId; readonly site: SiteId };
	readonly commands: ReturnType<typeof createVisitorCommands>;
}

export function createVisitorSession(
	deps: GatewayDeps,
	outbox: Outbox,
	socket: SocketHandle,
): Session<VisitorFrame> {
	const { store, newest } = deps.conversations;
	let who: Who | null = null;
	let leave: () => void = () => {};
	/** Kept while resuming; null when live. */
	let heldBack: string[] | null = null;
	/** The newest conversation and how far this socket was told of it: every commit of it passes through here. */
	let newestSaid: { conversation: ConversationId | null; head: number } = {
		conversation: null,
		head: 0,
	};
	/** Commands of this socket, in order. Whoever takes one out answers it, so each gets one answer. */
	const unanswered = new Set<VisitorCommand>();

	const say = (frame: ToVisitor): void => outbox.push(JSON.stringify(frame));
	const fail = (clientId: string | null, error: unknown): void =>
		outbox.push(failureFrame(clientId, error, deps.logFault));

	const listener: VisitorListener = {
		acknowledge(event) {
			if (event.clientId === null || event.author.kind !== 'visitor') return false;
			for (const frame of unanswered) {
				if (!hasMade(frame, event)) continue;
				unanswered.delete(frame);
				if (event.vseq !== null) toldOf(event.timeline, event.vseq);
				ack(event);
				return true;
			}
			return false;
		},
		hear(frame, conversation, vseq) {
			toldOf(conversation, vseq);
			if (heldBack === null) outbox.push(frame);
			else heldBack.push(frame);
		},
	};

	/** A word about an older conversation, such as a rating, does not make it the newest again. */
	function toldOf(conversation: ConversationId, head: number): void {
		const last = newestSaid.conversation;
		if (last !== null && last !== conversation && numberOf(conversation) < numberOf(last)) return;
		newestSaid = {
			conversation,
			head: last === conversation ? Math.max(head, newestSaid.head) : head,
		};
	}

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
		if (deps.hub.socketsOf(id) >= maxSockets) {
			const error = new DomainError(
				'too_many_connections',
				'This chat is open too often. Close other tabs of this page.',
				{ retryMs: 10_000 },
			);
			fail(null, error);
			return socket.end(closeCodes.tooMany, 'too many sockets');
		}
		const by = { kind: 'visitor', id, site: site.id } as const;
		who = { by, commands: createVisitorCommands(deps, by) };
		heldBack = [];
		leave = deps.hub.addVisitor(id, listener);
		try {
			await greet(frame, id, frame.token === null ? token : null);
			socket.greeted();
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
			conversation === null
				? null
				: await readVisitorPage(deps, conversation, resumes ? frame.after : 0);
		const head = page?.head ?? 0;
		if (conversation !== null) toldOf(conversation, head);
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

	async function carryOut(frame: VisitorFrame): Promise<Begun> {
		if (frame.type === 'hello') {
			await hello(frame);
			return answered;
		}
		if (who === null) throw new DomainError('bad_frame', 'Say hello first.');
		// Never comes here: see isRead.
		if (frame.type === 'events.read') return answered;
		unanswered.add(frame);
		try {
			const { outcome } = await who.commands.queue(frame);
			return { answered: answer(frame, outcome) };
		} catch (error) {
			if (unanswered.delete(frame)) throw error;
			return answered;
		}
	}

	async function answer(frame: VisitorCommand, outcome: Promise<Outcome>): Promise<void> {
		let result: Outcome;
		try {
			result = await outcome;
		} catch (error) {
			if (unanswered.delete(frame)) throw error;
			return;
		}
		// Committed just now: acknowledged as it was published, in its place among the other events.
		if (!unanswered.delete(frame)) return;
		if (result.kind === 'done') return ack(result.event);
		if (result.kind === 'refused')
			return outbox.push(refusedFrame(frame.clientId, result.code, result.message));
		const conversation = 'conversation' in frame ? frame.conversation : '';
		say({ type: 'ack', clientId: frame.clientId, conversation, vseq: null, createdAt: null });
	}

	const intake = createIntake<VisitorFrame>({
		maxReads,
		isRead: (frame) => frame.type === 'events.read',
		async read(frame) {
			if (frame.type !== 'events.read') return;
			if (who === null) throw new DomainError('bad_frame', 'Say hello first.');
			say(await readVisitorPage(deps, ownConversation(who.by, frame.conversation), frame.after));
		},
		carryOut,
		refuse: (frame, error) => fail('clientId' in frame ? frame.clientId : null, error),
		hasRoom: outbox.hasRoom,
	});

	return {
		take: intake.take,
		/** For the heartbeat: where the newest conversation stands, so that a client that missed a word asks for it. */
		beat(): void {
			if (who !== null) say({ type: 'beat', ...newestSaid });
		},
		isOpen: (): boolean => who !== null,
		fail,
		close(): void {
			intake.close();
			leave();
		},
	};
}
