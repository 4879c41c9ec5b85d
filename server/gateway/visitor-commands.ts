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
	type FileRef,
	type Opening,
	type Queued,
} from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import type { GatewayDeps } from './deps.ts';
import { siteNow, type Hello, type VisitorAuthor } from './visitor-greeting.ts';

export type VisitorCommand = Extract<VisitorFrame, { clientId: string }>;
/** Commands that become an event of a conversation; the others change the visitor. */
export type TimelineCommand = Exclude<
	VisitorCommand,
	{ readonly type: 'attributes.set' | 'identify' | 'transcript.mail' }
>;

export const isTimelineCommand = (frame: VisitorCommand): frame is TimelineCommand =>
	frame.type !== 'attributes.set' && frame.type !== 'identify' && frame.type !== 'transcript.mail';

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
		const files =
			frame.files === undefined || frame.files.length === 0
				? {}
				: { files: await filesOf(frame.clientId as ClientId, frame.files) };
		const post = { clientId: frame.clientId as ClientId, text: frame.text, ...files };
		const status = isOpening ? deps.presence.opensAs(siteNow(deps, site)) : 'waiting';
		if (isOpening) rememberPlace();
		lastPost = await queuePost(deps.conversations, by, post, openingOf(frame), status, lastPost);
		return lastPost;
	}

	/** Files that are gone are no reason to refuse what is stored already: then it is compared with its own. */
	async function filesOf(id: ClientId, wanted: readonly string[]): Promise<readonly FileRef[]> {
		try {
			return await deps.files.attach({ kind: 'visitor', id: by.id }, wanted);
		} catch (error) {
			const { store } = deps.conversations;
			const n = await newest.get(by.id);
			for (const each of [n, n - 1].filter((number) => number > 0)) {
				const stored = await store.byClientId(conversationId(by.id, each), 'visitor', id);
				const event = stored === null ? null : asConversationEvent(stored);
				if (event?.type === 'message') return event.body.files ?? [];
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
		case 'rating.send':
			return (
				event.type === 'rating' &&
				event.body.score === frame.score &&
				(event.body.effort ?? null) === (frame.effort ?? null) &&
				event.body.comment === frame.comment
			);
	}
}
