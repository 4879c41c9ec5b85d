import type { ClientId, ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import {
	amendMessage,
	asConversationEvent,
	conversationId,
	queuePost,
	visitorOf,
	type Command,
	type ConversationEvent,
	type Opening,
	type Queued,
} from '../conversations/index.ts';
import type { Attached } from '../files/index.ts';
import type { Site } from '../sites/index.ts';
import type { GatewayDeps } from './deps.ts';
import { releaseRefused } from './release-refused.ts';
import { siteNow, type Hello, type VisitorAuthor } from './visitor-greeting.ts';

export type VisitorCommand = Extract<VisitorFrame, { clientId: string }>;
const aboutVisitor = ['attributes.set', 'identify', 'token.revoke', 'transcript.mail'] as const;
/** Commands about the visitor; the others become an event of a conversation. */
export type IdentityCommand = Extract<
	VisitorCommand,
	{ readonly type: (typeof aboutVisitor)[number] }
>;
export type TimelineCommand = Exclude<VisitorCommand, IdentityCommand>;

export const isTimelineCommand = (frame: VisitorCommand): frame is TimelineCommand =>
	!aboutVisitor.some((type) => type === frame.type);

/** Ids are not rights: a visitor names only own conversations. */
export function ownConversation(by: VisitorAuthor, conversation: string): ConversationId {
	const id = conversation as ConversationId;
	if (visitorOf(id) !== by.id)
		throw new DomainError('conversation_not_found', 'There is no such conversation.');
	return id;
}

/** From a visitor's frames to the queues of timelines, in the order in which they are given. */
export function createVisitorCommands(
	deps: GatewayDeps,
	by: VisitorAuthor,
	site: Site,
	address: string | null,
	hello: Pick<Hello, 'locale' | 'timeZone'>,
) {
	const { clock, timelines, newest } = deps.conversations;
	let lastPost: Queued | null = null;
	/** An end that is not committed yet: it decides where the next message goes. */
	let ending: Queued | null = null;

	const submit = (conversation: string, command: Command): Queued => ({
		outcome: timelines.submit(ownConversation(by, conversation), command),
	});

	/** Whether a message that comes now begins a conversation. */
	async function opens(): Promise<boolean> {
		const n = await newest.get(by.id);
		if (n === 0) return true;
		const id = conversationId(by.id, n);
		return (timelines.peek(id) ?? (await timelines.state(id))).status === 'ended';
	}

	async function say(frame: VisitorFrame & { type: 'message.send' }): Promise<Queued> {
		await ending?.outcome.catch(() => null);
		ending = null;
		const isOpening = await opens();
		deps.limiting.message(by.id, by.site, address, isOpening);
		if (!deps.visitors.isKnown(by.id)) await deps.visitors.ensure(by.id, by.site);
		const clientId = frame.clientId as ClientId;
		const wanted = frame.files ?? [];
		const attached = wanted.length === 0 ? null : await filesOf(clientId, wanted);
		const files = attached === null ? {} : { files: attached.refs };
		const post = { clientId, text: frame.text, ...files };
		const status = isOpening ? deps.presence.opensAs(siteNow(deps, site)) : 'waiting';
		if (isOpening) rememberPlace();
		lastPost = await queuePost(deps.conversations, by, post, opening(frame), status, lastPost);
		if (attached !== null)
			releaseRefused(lastPost, attached, (error) => deps.logFault('files', error));
		return lastPost;
	}

	/** A topic that no group answers stays as it was chosen: the team reads it. */
	function opening(frame: VisitorFrame & { type: 'message.send' }): ReturnType<typeof openingOf> {
		const given = openingOf(frame);
		const asked = { topic: given.group ?? null, page: given.page?.url ?? null };
		const group = deps.groupFor(siteNow(deps, site), asked);
		return group === null ? given : { ...given, group };
	}

	/** Files that are gone are no reason to refuse what is stored already: then it is compared with its own. */
	async function filesOf(id: ClientId, wanted: readonly string[]): Promise<Attached> {
		try {
			return await deps.files.attach({ kind: 'visitor', id: by.id }, wanted);
		} catch (error) {
			const { store } = deps.conversations;
			const n = await newest.get(by.id);
			for (const each of [n, n - 1].filter((number) => number > 0)) {
				const stored = await store.byClientId(conversationId(by.id, each), 'visitor', id);
				const event = stored === null ? null : asConversationEvent(stored);
				if (event?.type === 'message')
					return { refs: event.body.files ?? [], release: () => Promise.resolve() };
			}
			throw error;
		}
	}

	/** Beside the message, which does not wait for it. */
	function rememberPlace(): void {
		const { locale, timeZone } = hello;
		if (locale === undefined && timeZone === undefined) return;
		const facts = { locale: locale ?? null, timeZone: timeZone ?? null };
		deps.visitors
			.learn(by.id, by.site, facts, 'visitor')
			.catch((error: unknown) => deps.logFault('visitor', error));
	}

	return {
		/** Settles once the command stands where the next one cannot overtake it. */
		async queue(frame: TimelineCommand): Promise<Queued> {
			const common = { by, clientId: frame.clientId as ClientId, at: clock.now() };
			// Ratings may come again and again, and each is an event.
			if (frame.type !== 'message.send') deps.limiting.ask(by.id);
			switch (frame.type) {
				case 'message.send':
					return say(frame);
				case 'message.redact': {
					const { clientId } = common;
					const conversation = ownConversation(by, frame.conversation);
					// Looks its target up first, so it is waited for as a whole: rare enough.
					const outcome = await amendMessage(deps.conversations, conversation, by, frame.target, {
						kind: 'redact',
						clientId,
					});
					return { outcome: Promise.resolve(outcome) };
				}
				case 'conversation.defer':
					return submit(frame.conversation, { ...common, kind: 'defer' });
				case 'conversation.end':
					ending = submit(frame.conversation, { ...common, kind: 'end', reason: '' });
					return ending;
				case 'question.answer': {
					const { about, yes } = frame;
					return submit(frame.conversation, { ...common, kind: 'answer', about, yes });
				}
				case 'rating.send': {
					const { score, effort = null, comment } = frame;
					return submit(frame.conversation, { ...common, kind: 'rate', score, effort, comment });
				}
			}
		},
	};
}

const openingOf = (
	frame: VisitorFrame & { type: 'message.send' },
): Omit<Opening, 'site' | 'visitor' | 'follows'> => ({
	source: frame.source ?? 'launcher',
	...(frame.page === undefined ? {} : { page: frame.page }),
	...(frame.referrer === undefined ? {} : { referrer: frame.referrer }),
	...(frame.group === undefined ? {} : { group: frame.group }),
	...(frame.greeting === undefined ? {} : { greeting: frame.greeting }),
});

/** Whether this command has made this event. The id alone does not tell: another tab may have used it for something else. */
export function hasMade(frame: TimelineCommand, event: ConversationEvent): boolean {
	if (event.author.kind !== 'visitor' || event.clientId !== frame.clientId) return false;
	if ('conversation' in frame && frame.conversation !== event.timeline) return false;
	switch (frame.type) {
		case 'message.send':
			return (
				event.type === 'message' &&
				event.body.text === frame.text &&
				(event.body.files ?? []).length === (frame.files ?? []).length
			);
		case 'message.redact':
			return event.type === 'redaction' && event.body.targetVseq === frame.target;
		case 'conversation.defer':
			return event.type === 'deferred';
		case 'conversation.end':
			return event.type === 'ended';
		case 'question.answer':
			return (
				event.type === 'answered' &&
				event.body.about === frame.about &&
				event.body.yes === frame.yes
			);
		case 'rating.send':
			return (
				event.type === 'rating' &&
				event.body.score === frame.score &&
				(event.body.effort ?? null) === (frame.effort ?? null) &&
				event.body.comment === frame.comment
			);
	}
}
