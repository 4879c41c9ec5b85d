import type { LinkState } from '../../../shared/client/connection.ts';
import type { OwnDutyView, TeamMemberView } from '../../../shared/views/desk-view.ts';
import type { ConversationView, Status, TeamEventView } from '../../../shared/views/event-view.ts';
import { noticeLength, type NoticeView } from '../../../shared/views/notice-view.ts';
import { isMine } from '../inbox/lists.ts';
import { mentionedIn } from '../../../shared/mentions.ts';

/** What a console knew at a moment. Two of them show what came in between, however it came: told live, or found after a reconnect. */
export interface Seen {
	/** Epoch milliseconds. */
	readonly at: number;
	readonly conversations: ReadonlyMap<string, ConversationView>;
	readonly loaded: ReadonlySet<Status>;
	readonly duty: OwnDutyView | null;
	readonly link: LinkState;
	/** Since when the connection is lost; null: it is not. */
	readonly lostAt: number | null;
}

/** Who is to be told. */
export interface Onlooker {
	readonly me: string;
	readonly team: readonly TeamMemberView[];
	/** The visitor's name. */
	readonly nameOf: (view: ConversationView) => string;
	/** After which a wait is too long, in milliseconds. */
	readonly limitOf: (view: ConversationView) => number;
}

export interface Notice extends NoticeView {
	/** The same in each tab of the agent for the same thing, so that one of them tells it. */
	readonly key: string;
}

/** A short loss is nobody's business. */
const lostMs = 20_000;

/** What came between the two that is worth a notice. `heard`: events told live in between. */
export function noticesOf(
	before: Seen,
	after: Seen,
	heard: readonly TeamEventView[],
	who: Onlooker,
): Notice[] {
	const notices: Notice[] = [];
	const isFirst = !before.loaded.has('waiting') || !before.loaded.has('active');
	let newest: string | null = null;
	for (const view of isFirst ? [] : after.conversations.values()) {
		const was = before.conversations.get(view.id);
		if (was === view && view.waitingSinceAt === null) continue;
		if (was === undefined) {
			newest ??= newestOf(before.conversations.values());
			// Loaded from further down a list, or from the archive: it has been there.
			if (view.lastAt <= newest) continue;
		}
		const said = heard.filter(({ conversation }) => conversation === view.id);
		const notice = about(view, was, said, who, before, after);
		if (notice !== null) notices.push(notice);
	}
	return [...notices, ...mentions(heard, after, who), ...ownNews(before, after)];
}

function about(
	view: ConversationView,
	was: ConversationView | undefined,
	said: readonly TeamEventView[],
	who: Onlooker,
	before: Seen,
	after: Seen,
): Notice | null {
	const { me } = who;
	const { id, preview } = view;
	const base = { conversation: id, name: who.nameOf(view), by: null, text: cut(preview) };
	const mine = isMine(view, me);
	const wasMine = was !== undefined && isMine(was, me);
	if (view.status === 'ended') {
		const isNews = wasMine && was.status !== 'ended' && view.endedBy === 'visitor';
		return isNews ? { ...base, kind: 'status', key: `ended:${id}`, text: 'ended' } : null;
	}
	const byMe = said.some(({ author, type }) => author.id === me && handsOn.has(type));
	if (view.assignee === me && was?.assignee !== me) {
		if (byMe) return null;
		const by = said.find(({ type }) => type === 'transferred')?.author.name;
		const from = by ?? (was?.assignee ? (was.assigneeName ?? null) : null);
		return { ...base, kind: 'assigned', by: from, key: `assigned:${id}:${view.messageCount}` };
	}
	if (mine && wasMine && view.messageCount > was.messageCount && view.waitingSinceAt !== null)
		return { ...base, kind: 'message', key: `message:${id}:${view.messageCount}` };
	if (mine && isLate(view, was, who, before, after))
		return { ...base, kind: 'late', key: `late:${id}:${view.waitingSinceAt ?? ''}` };
	const isInLine = view.status === 'waiting' && view.assignee === null;
	const wasInLine = was?.status === 'waiting' && was.assignee === null;
	if (isInLine && !wasInLine && !byMe && takesNew(after.duty) && isForMe(view, who))
		return { ...base, kind: 'waiting', key: `waiting:${id}:${view.waitingSinceAt ?? ''}` };
	return null;
}

/** What an agent does to a conversation by own hand is no news to that one. */
const handsOn = new Set(['assigned', 'joined', 'message', 'transferred', 'requeued']);

const takesNew = (duty: OwnDutyView | null): boolean =>
	duty?.status === 'available' || duty?.status === 'busy';

/** Of one of the agent's groups, or of none. */
function isForMe({ group }: ConversationView, { me, team }: Onlooker): boolean {
	if (group === null) return true;
	const own = team.find(({ id }) => id === me)?.groups ?? [];
	return own.some((mine) => mine === group);
}

function isLate(
	view: ConversationView,
	was: ConversationView | undefined,
	{ me, limitOf }: Onlooker,
	before: Seen,
	after: Seen,
): boolean {
	const { waitingSinceAt } = view;
	if (was === undefined || view.assignee !== me || waitingSinceAt === null) return false;
	const late = Date.parse(waitingSinceAt) + limitOf(view);
	const wasTold = was.waitingSinceAt === waitingSinceAt && before.at >= late;
	return after.at >= late && !wasTold;
}

function mentions(
	heard: readonly TeamEventView[],
	{ conversations }: Seen,
	{ me, team, nameOf }: Onlooker,
): Notice[] {
	return heard.flatMap((event): Notice[] => {
		const { type, author, conversation, seq } = event;
		if (type !== 'note' || event.deleted || author.id === me) return [];
		if (!mentionedIn(event.text, team).includes(me)) return [];
		const view = conversations.get(conversation);
		const name = view === undefined ? null : nameOf(view);
		const key = `mention:${conversation}:${seq}`;
		return [{ kind: 'mention', conversation, name, by: author.name, text: cut(event.text), key }];
	});
}

/** About the agent and this console. */
function ownNews(before: Seen, after: Seen): Notice[] {
	const say = (text: string): Notice[] => [
		{ kind: 'status', conversation: null, name: null, by: null, text, key: `status:${text}` },
	];
	const isOut = ({ link }: Seen): boolean =>
		link.kind === 'stopped' && link.code === 'not_signed_in';
	if (isOut(after)) return isOut(before) ? [] : say('signed_out');
	const isLost = ({ at, lostAt }: Seen): boolean => lostAt !== null && at - lostAt >= lostMs;
	if (isLost(after)) return isLost(before) ? [] : say('lost');
	if (before.duty === null || after.duty === null) return [];
	return before.duty.status === after.duty.status ? [] : say(after.duty.status);
}

const newestOf = (views: Iterable<ConversationView>): string => {
	let newest = '';
	for (const { lastAt } of views) if (lastAt > newest) newest = lastAt;
	return newest;
};

/** One line, never cut within a letter. */
function cut(text: string): string {
	const line = text.replace(/\s+/g, ' ').trim();
	if (line.length <= noticeLength) return line;
	const letters = [...new Intl.Segmenter().segment(line.slice(0, noticeLength))];
	return `${letters
		.slice(0, -1)
		.map(({ segment }) => segment)
		.join('')}…`;
}
