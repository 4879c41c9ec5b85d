import type { AgentId, SiteId } from '../../shared/ids.ts';
import type { ConversationEvent } from '../conversations/index.ts';
import type { Row } from './facts.ts';
import {
	enterQueue,
	handOn,
	leaveAll,
	leaveOne,
	leaveUnanswered,
	join,
	take,
} from './fold-people.ts';
import { agentSaid } from './fold-said.ts';

/** Whether the site was open when this event happened. */
export type Judge = (site: SiteId, at: number, seq: number) => boolean;

/**
 * The row after these events; null: the conversation has not been opened. Pure. Events that are in the row already change
 * nothing, so what is handed over twice is not counted twice. A hole in the numbers is the caller's to fill.
 */
export function foldFacts(
	row: Row | null,
	events: readonly ConversationEvent[],
	judge: Judge,
): Row | null {
	let next = row;
	for (const event of events) {
		if (next === null) next = opened(event, judge);
		else if (event.seq > next.through)
			next = { ...applied(next, event, judge), through: event.seq };
	}
	return next;
}

function opened(event: ConversationEvent, judge: Judge): Row | null {
	if (event.type !== 'message' || event.body.open === undefined) return null;
	const { at, seq, author, body } = event;
	const { site, visitor, source, group } = body.open ?? {};
	if (site === undefined || visitor === undefined || source === undefined) return null;
	const status = body.status ?? 'waiting';
	const isVisitor = author.kind === 'visitor';
	const row: Row = {
		id: event.timeline,
		through: seq,
		site,
		visitor,
		source,
		group: group ?? null,
		status,
		openedAt: at,
		isInHours: judge(site, at, seq),
		isByAgent: author.kind === 'agent',
		priority: 'normal',
		tags: [],
		waits: [],
		firstReply: null,
		visitorMessages: isVisitor ? 1 : 0,
		agentMessages: 0,
		agents: {},
		owner: null,
		transfers: 0,
		sessionMs: 0,
		endedAt: null,
		endedBy: null,
		reopened: 0,
		isResolved: null,
		leavings: [],
		rating: null,
		effort: null,
		ratedAt: null,
		followedAt: null,
		running: {
			queuedAt: null,
			replyFrom: null,
			askedAt: isVisitor ? at : null,
			isLive: status !== 'pending',
			isAnswered: false,
			assignee: null,
			seenAt: at,
			sessionAt: at,
		},
	};
	if (author.kind === 'agent') {
		const taken = body.assign === undefined ? row : take(row, body.assign, at);
		return agentSaid(taken, author.id as AgentId, at);
	}
	if (status === 'waiting') return enterQueue(row, at);
	return status === 'pending' ? leaveUnanswered(row, seq, judge(site, at, seq)) : row;
}

function applied(row: Row, event: ConversationEvent, judge: Judge): Row {
	const { at, seq } = event;
	const left = (from: Row, when: number): Row =>
		leaveUnanswered(from, seq, judge(row.site, when, seq));
	switch (event.type) {
		case 'message':
			return said(row, event);
		case 'note':
			return row.ratedAt === null || row.followedAt !== null ? row : { ...row, followedAt: at };
		case 'assigned':
			return take(row, event.body.agent, at);
		case 'transferred': {
			const taken = take(handOn(row, at, event.body.to), event.body.to, at);
			return event.body.later === true ? left(putOff(taken), at) : taken;
		}
		case 'requeued': {
			const { group } = event.body;
			const handed = group === undefined ? row : handOn(row, at, null);
			const free = leaveOne(handed, row.running.assignee, at);
			const waits = enterQueue({ ...free, group: group ?? row.group }, at);
			return event.body.later === true ? left(putOff(waits), at) : waits;
		}
		case 'deferred':
			return left(putOff(row), at);
		case 'joined':
			return join(row, event.body.agent, at);
		case 'left':
			return leaveOne(row, event.body.agent, at);
		case 'tagged': {
			const { add, remove } = event.body;
			return { ...row, tags: [...row.tags.filter((tag) => !remove.includes(tag)), ...add] };
		}
		case 'prioritised':
			return { ...row, priority: event.body.priority };
		case 'answered':
			return event.body.about === 'resolved' ? { ...row, isResolved: event.body.yes } : row;
		case 'ended': {
			const { by } = event.body;
			const over = ended(row, at, by);
			// Who was sent to the offline path has left before; an agent who ends it has seen it.
			if (row.status === 'pending' || by === 'agent') return over;
			// A visitor who is simply gone is noticed late: what counts is the last sign.
			return left(over, by === 'system' ? row.running.seenAt : at);
		}
		case 'reopened':
			return openedAgain(row, at);
		case 'rating': {
			const { score, effort = null } = event.body;
			return { ...row, rating: score, effort, ratedAt: at, followedAt: null };
		}
		case 'edit':
		case 'redaction':
		case 'asked':
		case 'idle':
		case 'archived':
			return row;
	}
}

function said(row: Row, event: ConversationEvent & { type: 'message' }): Row {
	const { author, at, body } = event;
	let next = row;
	if (body.assign !== undefined) next = take(next, body.assign, at);
	else if (body.status === 'waiting') {
		// With a bot until now: that it was pending was not the offline path.
		const leavings = next.leavings.filter(({ seq }) => seq !== 1);
		next = enterQueue({ ...next, leavings }, at);
	} else if (body.status !== undefined) next = { ...next, status: body.status };
	if (author.kind === 'agent') return agentSaid(next, author.id as AgentId, at);
	if (author.kind !== 'visitor') return next;
	const { running } = next;
	return {
		...next,
		visitorMessages: next.visitorMessages + 1,
		running: {
			...running,
			askedAt: running.askedAt ?? at,
			seenAt: at,
			// After a person has answered, who writes is there again.
			isLive: running.isLive || running.isAnswered,
		},
	};
}

/** The answer comes later: nobody waits for it. */
const putOff = (row: Row): Row => ({
	...row,
	status: 'pending',
	running: { ...row.running, queuedAt: null, replyFrom: null, isLive: false },
});

function ended(row: Row, at: number, by: Row['endedBy']): Row {
	const { running } = row;
	const session = running.sessionAt === null ? 0 : Math.max(0, at - running.sessionAt);
	return {
		...leaveAll(row, at),
		status: 'ended',
		endedAt: at,
		endedBy: by,
		sessionMs: row.sessionMs + session,
		running: {
			...running,
			queuedAt: null,
			replyFrom: null,
			askedAt: null,
			assignee: null,
			sessionAt: null,
		},
	};
}

function openedAgain(row: Row, at: number): Row {
	const { running } = row;
	return enterQueue(
		{
			...row,
			endedAt: null,
			endedBy: null,
			reopened: row.reopened + 1,
			isResolved: null,
			running: { ...running, isLive: true, isAnswered: false, assignee: null, sessionAt: at },
		},
		at,
	);
}
