import type { ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import { closeCodes, protocolVersion, wireLimits } from '../../shared/protocol/limits.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import {
	conversationId,
	numberOf,
	type ConversationEvent,
	type Outcome,
} from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import type { GatewayDeps } from './deps.ts';
import { failureFrame, refusedFrame } from './frame-errors.ts';
import type { VisitorListener } from './hub.ts';
import { answered, createIntake, type Begun } from './intake.ts';
import type { Outbox } from './outbox.ts';
import type { Session, SocketHandle } from './session.ts';
import { createVisitorAsides, isVisitorAside } from './visitor-asides.ts';
import {
	createVisitorCommands,
	hasMade,
	isTimelineCommand,
	type IdentityCommand,
	type TimelineCommand,
	type VisitorCommand,
} from './visitor-commands.ts';
import {
	sayNews,
	whoComes,
	type Hello,
	type VisitorAuthor,
	type Welcome,
} from './visitor-greeting.ts';
import { changeVisitor } from './visitor-identity.ts';
import { readVisitorPage } from './visitor-page.ts';
import { answerVisitor, isVisitorQuestion } from './visitor-questions.ts';

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

interface Who {
	readonly by: VisitorAuthor;
	readonly site: Site;
	readonly commands: ReturnType<typeof createVisitorCommands>;
	readonly asides: ReturnType<typeof createVisitorAsides>;
}

/** `address`: where it comes from, for limits and bans; null: not known. `browser`: in words. */
export function createVisitorSession(
	deps: GatewayDeps,
	outbox: Outbox,
	socket: SocketHandle,
	address: string | null = null,
	browser: string | null = null,
): Session<VisitorFrame> {
	const { store, newest } = deps.conversations;
	let who: Who | null = null;
	/** Also while it is being answered: what follows may be longer. */
	let saidHello = false;
	let leave: () => void = () => {};
	let isClosed = false;
	/** Kept while resuming; null when live. */
	let heldBack: string[] | null = null;
	/** The newest conversation and how far this socket was told of it: every commit of it passes through here. */
	let newestSaid: { conversation: ConversationId | null; head: number } = {
		conversation: null,
		head: 0,
	};
	/** Commands of this socket, in order. Whoever takes one out answers it, so each gets one answer. */
	const unanswered = new Set<TimelineCommand>();

	const say = (frame: ToVisitor): void => outbox.push(JSON.stringify(frame));
	const fail = (clientId: string | null, error: unknown): void =>
		outbox.push(failureFrame(clientId, error, deps.logFault));

	const listenerFor = (site: Site): VisitorListener => ({
		site: site.id,
		address,
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
			this.say(frame);
		},
		say(frame) {
			if (heldBack === null) outbox.push(frame);
			else heldBack.push(frame);
		},
		end: (): void => socket.end(closeCodes.goingAway, 'token revoked'),
	});

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

	async function hello(frame: Hello): Promise<void> {
		if (saidHello)
			throw new DomainError('bad_frame', 'Hello was said already. Open another connection.');
		saidHello = true;
		try {
			const welcome = await whoComes(deps, frame);
			// Gone while that was looked up: nobody would ever say that this one has left.
			if (!isClosed) await beGreeted(frame, welcome);
		} catch (error) {
			// As if it had not been said: the client comes again.
			saidHello = false;
			throw error;
		}
	}

	async function beGreeted(frame: Hello, welcome: Welcome): Promise<void> {
		const { site, visitor: id } = welcome;
		if (deps.hub.socketsOf(id) >= deps.limiting.limits.socketsPerVisitor) {
			const error = new DomainError(
				'too_many_connections',
				'This chat is open too often. Close other tabs of this page.',
				{ retryMs: 10_000 },
			);
			fail(null, error);
			return socket.end(closeCodes.tooMany, 'too many sockets');
		}
		deps.bans.check(site.id, id, address);
		const token =
			frame.code === undefined ? welcome.token : await deps.tokens.redeem(site.id, frame.code);
		if (isClosed) return;
		const by = { kind: 'visitor', id, site: site.id } as const;
		who = {
			by,
			site,
			commands: createVisitorCommands(deps, by, site, address, frame),
			asides: createVisitorAsides(deps, by, site, frame, browser),
		};
		heldBack = [];
		leave = deps.hub.addVisitor(id, listenerFor(site));
		try {
			await greet(frame, { ...welcome, token });
			socket.greeted();
		} catch (error) {
			sayGoodBye(who);
			who = null;
			throw error;
		} finally {
			const held = heldBack ?? [];
			heldBack = null;
			if (who !== null) for (const text of held) outbox.push(text);
		}
	}

	async function greet(frame: Hello, welcome: Welcome): Promise<void> {
		const { site, visitor, token, isNew } = welcome;
		const n = isNew ? 0 : await newest.get(visitor);
		const conversation = n === 0 ? null : conversationId(visitor, n);
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
		// Among what was kept meanwhile: an older word about the same must not come after it.
		const { say: inItsPlace } = listenerFor(site);
		await sayNews(deps, welcome, conversation, isNew, inItsPlace);
	}

	async function carryOut(frame: VisitorFrame): Promise<Begun> {
		if (frame.type === 'hello') {
			await hello(frame);
			return answered;
		}
		if (who === null) throw new DomainError('bad_frame', 'Say hello first.');
		// Never comes here: see isRead and take.
		if (isVisitorQuestion(frame) || isVisitorAside(frame)) return answered;
		if (!isTimelineCommand(frame)) {
			await change(who, frame);
			return answered;
		}
		if (frame.type === 'message.send') deps.bans.check(who.site.id, who.by.id, address);
		unanswered.add(frame);
		try {
			const { outcome } = await who.commands.queue(frame);
			return { answered: answer(frame, outcome) };
		} catch (error) {
			if (unanswered.delete(frame)) throw error;
			return answered;
		}
	}

	async function change({ by, site }: Who, frame: IdentityCommand): Promise<void> {
		const afterwards = await changeVisitor(deps, by, site, address, frame);
		acknowledged(frame);
		if (afterwards === null) return;
		if ('say' in afterwards) say(afterwards.say);
		else deps.hub.endVisitor(afterwards.end);
	}

	const acknowledged = (frame: VisitorCommand): void =>
		say({
			type: 'ack',
			clientId: frame.clientId,
			conversation: 'conversation' in frame ? frame.conversation : '',
			vseq: null,
			createdAt: null,
		});

	async function answer(frame: TimelineCommand, outcome: Promise<Outcome>): Promise<void> {
		let result: Outcome;
		try {
			result = await outcome;
		} catch (error) {
			if (unanswered.delete(frame)) throw error;
			return;
		}
		if (frame.type === 'message.send') who?.asides.endDraft();
		// Committed just now: acknowledged as it was published, in its place among the other events.
		if (!unanswered.delete(frame)) return;
		if (result.kind === 'done') return ack(result.event);
		if (result.kind === 'refused')
			return outbox.push(refusedFrame(frame.clientId, result.code, result.message));
		acknowledged(frame);
	}

	/** Nothing stands in the field of somebody who is gone, and nobody is on the site any more with the last socket. */
	function sayGoodBye(one: Who | null): void {
		leave();
		one?.asides.end();
		if (one !== null && deps.hub.socketsOf(one.by.id) === 0) deps.visits.left(one.by.id);
	}

	const intake = createIntake<VisitorFrame>({
		maxReads,
		isRead: isVisitorQuestion,
		async read(frame) {
			if (!isVisitorQuestion(frame)) return;
			if (who === null) throw new DomainError('bad_frame', 'Say hello first.');
			if (frame.type !== 'events.read') deps.limiting.ask(who.by.id);
			say(await answerVisitor(deps, who.by, frame));
		},
		carryOut,
		refuse: (frame, error) => fail(idOf(frame), error),
		hasRoom: outbox.hasRoom,
	});

	return {
		take(frame): void {
			if (!isVisitorAside(frame)) return intake.take(frame);
			if (who === null) return fail(null, new DomainError('bad_frame', 'Say hello first.'));
			who.asides.take(frame).catch((error: unknown) => deps.logFault('aside', error));
		},
		/** For the heartbeat: where the newest conversation stands, so that a client that missed a word asks for it. */
		beat(): void {
			if (who !== null) say({ type: 'beat', ...newestSaid });
		},
		isOpen: (): boolean => saidHello,
		fail,
		close(): void {
			isClosed = true;
			intake.close();
			sayGoodBye(who);
		},
	};
}

function idOf(frame: VisitorFrame): string | null {
	if ('clientId' in frame) return frame.clientId;
	return 'requestId' in frame ? frame.requestId : null;
}
