import type { SiteId } from '../../shared/ids.ts';
import {
	refused,
	roles,
	visitorOf,
	type Author,
	type CommandKind,
	type Refused,
	type Role,
} from './commands.ts';
import type { ConversationState } from './state.ts';

/*
 * Who may do what, in one table (D37). Finer rules that depend on the event or the state (own message, five minutes) are
 * with the decisions themselves.
 */
type Who = 'visitor' | 'bot' | 'system' | Role;
const writers = ['owner', 'admin', 'supervisor', 'agent'] as const;
const leaders = ['owner', 'admin', 'supervisor'] as const;

const allowed: { readonly [Kind in CommandKind]: readonly Who[] } = {
	post: ['visitor', 'bot', ...writers],
	note: ['bot', 'system', ...writers],
	edit: ['bot', ...writers],
	redact: ['visitor', 'system', ...writers],
	claim: [...writers],
	requeue: ['system', ...writers],
	assign: ['system'],
	ask: [...writers],
	answer: ['visitor'],
	idle: ['system'],
	archive: ['system', ...writers],
	defer: ['visitor', 'system'],
	join: [...writers],
	leave: [...writers],
	transfer: ['system', ...writers],
	tag: ['bot', 'system', ...writers],
	prioritise: ['bot', 'system', ...writers],
	end: ['visitor', 'system', ...writers],
	reopen: ['visitor', 'system', ...leaders],
	rate: ['visitor'],
};

const whoIs = (author: Author): Who => (author.kind === 'agent' ? author.role : author.kind);

export const isLeader = (author: Author): boolean =>
	author.kind === 'agent' && (leaders as readonly Role[]).includes(author.role);

/** Null: may. A conversation that the author must not know of is "not found", as if it did not exist. */
export function mayCommand(
	state: ConversationState,
	author: Author,
	kind: CommandKind,
	site: SiteId | null,
): Refused | null {
	if (!maySee(state, author, site))
		return refused('conversation_not_found', 'There is no such conversation.');
	if (allowed[kind].includes(whoIs(author))) return null;
	return refused('forbidden', `The role ${whoIs(author)} may not do this (${kind}).`);
}

function maySee(state: ConversationState, author: Author, opening: SiteId | null): boolean {
	const site = state.open?.site ?? opening;
	if (site === null) return false;
	switch (author.kind) {
		case 'visitor':
			return author.site === site && (state.open?.visitor ?? visitorOf(state.id)) === author.id;
		case 'agent':
			return author.sites === 'all' || author.sites.includes(site);
		case 'bot':
			return author.sites.includes(site);
		case 'system':
			return true;
	}
}

/** Reading needs no role beyond the site: every role reads all conversations of its sites. */
export const mayRead = (state: ConversationState, author: Author): boolean =>
	state.open !== null && maySee(state, author, null);

export const isRole = (text: string): text is Role => (roles as readonly string[]).includes(text);
