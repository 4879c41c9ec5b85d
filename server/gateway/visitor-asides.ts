import type { ConversationId } from '../../shared/ids.ts';
import type { ToAgent } from '../../shared/protocol/agent-frames.ts';
import type { ToVisitor, VisitorFrame } from '../../shared/protocol/visitor-frames.ts';
import { conversationId, visitorOf } from '../conversations/index.ts';
import type { Site } from '../sites/index.ts';
import type { GatewayDeps } from './deps.ts';
import { inTurn } from './in-turn.ts';
import { siteNow, type VisitorAuthor } from './visitor-greeting.ts';

export type VisitorAside = Extract<VisitorFrame, { readonly type: 'draft' | 'cursor' | 'visit' }>;

export const isVisitorAside = (frame: VisitorFrame): frame is VisitorAside =>
	frame.type === 'draft' || frame.type === 'cursor' || frame.type === 'visit';

/** What is said by the way: never answered, and dropped when it is too much or not the visitor's own. */
export function createVisitorAsides(
	deps: GatewayDeps,
	by: VisitorAuthor,
	site: Site,
	hello: { readonly locale?: string | undefined; readonly timeZone?: string | undefined },
	browser: string | null,
) {
	const mayTell = deps.limiting.signals();
	const takeTurn = inTurn();
	let drafted: ConversationId | null = null;
	let isOver = false;

	function draft(conversation: ConversationId, text: string): void {
		// The one before has ended meanwhile, and the same field stands in the next.
		if (drafted !== null && drafted !== conversation) draft(drafted, '');
		drafted = text === '' ? null : conversation;
		const frame: ToAgent = { type: 'draft', conversation, text };
		deps.hub.tellAgents(by.site, JSON.stringify(frame));
		deps.signal({ kind: 'draft', timeline: conversation, data: { text } });
	}

	function endDraft(): void {
		if (drafted !== null) draft(drafted, '');
	}

	async function cursor(frame: VisitorFrame & { type: 'cursor' }): Promise<void> {
		const conversation = frame.conversation as ConversationId;
		const { delivered, read } = frame;
		const marks = await deps.cursors.move(conversation, 'visitor', { delivered, read });
		if (marks === null) return;
		const told: ToAgent = { type: 'marks', conversation, visitor: marks.visitor };
		deps.hub.tellAgents(by.site, JSON.stringify(told));
		const own: ToVisitor = { type: 'marks', conversation, team: marks.team, own: marks.visitor };
		deps.hub.tellVisitor(by.id, JSON.stringify(own));
		const data = { side: 'visitor', ...marks.visitor };
		deps.signal({ kind: 'cursor', timeline: conversation, data });
	}

	async function visit(frame: VisitorFrame & { type: 'visit' }): Promise<void> {
		const n = await deps.conversations.newest.get(by.id);
		// In quiet mode nobody is seen before the first act (D30).
		if (siteNow(deps, site).settings.mode === 'quiet' && n === 0) return;
		// Somebody may have said a name before the first message.
		const isNobody = n === 0 && !deps.visitors.isKnown(by.id);
		const known = isNobody ? null : await deps.visitors.get(by.id);
		// Gone meanwhile: nobody would ever say that this one has left.
		if (deps.hub.socketsOf(by.id) === 0) return;
		deps.visits.onPage(by.id, by.site, frame.page, {
			conversation: n === 0 ? null : (`${by.id}.${n}` as ConversationId),
			name: known?.name ?? null,
			locale: hello.locale ?? null,
			timeZone: hello.timeZone ?? null,
			browser,
			...(frame.referrer === undefined ? {} : { referrer: frame.referrer }),
		});
	}

	async function carryOut(frame: VisitorAside): Promise<void> {
		if (frame.type === 'visit') return visit(frame);
		if (frame.type === 'cursor') return cursor(frame);
		if (frame.conversation === null) return;
		const conversation = frame.conversation as ConversationId;
		// Only of the one that runs: agents hear of no other, and would keep it for ever.
		const newest = await deps.conversations.newest.get(by.id);
		if (!isOver && conversation === conversationId(by.id, newest)) draft(conversation, frame.text);
	}

	return {
		async take(frame: VisitorAside): Promise<void> {
			if (frame.type !== 'visit' && frame.conversation !== null) {
				if (visitorOf(frame.conversation as ConversationId) !== by.id) return;
			}
			if (mayTell()) await takeTurn(() => carryOut(frame));
		},
		/** The message was sent: nothing stands in the field any more. */
		endDraft,
		/** The socket is gone. */
		end(): void {
			isOver = true;
			endDraft();
		},
	};
}
