import type { AgentId, ConversationId, SiteId } from '../ids.ts';
import type { Priority, Status } from './event-view.ts';

/* What reports answer. Lengths of time are seconds; shares are 0 to 1; days are those of the site's time zone. */

export const metricIds = [
	'conversations',
	'missed',
	'wait',
	'queue',
	'first_reply',
	'response',
	'send',
	'handle',
	'duration',
	'resolution',
	'replies',
	'messages',
	'transfers',
	'satisfied',
	'easy',
	'first_contact',
] as const;
export type MetricId = (typeof metricIds)[number];

/** One value and what it is made from. */
export type Figure = {
	/** The count, the share, or the median; null: too few cases to say. */
	readonly value: number | null;
	/** What nine of ten cases do not exceed; null: no length of time, or too few. */
	readonly nineOfTen: number | null;
	/** From how many cases; of a count: the count. */
	readonly cases: number;
	/** Of a share: how many cases hold. */
	readonly hits: number | null;
};

export type MetricView = {
	readonly id: MetricId;
	readonly kind: 'count' | 'share' | 'time' | 'number';
	readonly better: 'higher' | 'lower' | null;
	readonly now: Figure;
	/** Of as many days before. */
	readonly before: Figure;
	/** Against `before`; null: one of the two is too few, or neither direction is good. */
	readonly change: 'better' | 'worse' | 'same' | null;
	/** One for each day of the window; a point in a line, so from five cases on. */
	readonly days: readonly Figure[];
};

export type AgentReport = {
	readonly id: AgentId;
	readonly name: string;
	readonly figures: Readonly<Partial<Record<MetricId, Figure>>>;
	/** Conversations at once while there was one; null: none has ended. */
	readonly atOnce: number | null;
};

export type FollowUp = {
	readonly conversation: ConversationId;
	readonly site: SiteId;
	/** The visitor's name; null: not known. */
	readonly name: string | null;
	readonly visitor: string;
	readonly score: number;
	/** ISO 8601. */
	readonly ratedAt: string;
	/** Seconds; null: never in the queue. */
	readonly wait: number | null;
	readonly transfers: number;
	readonly tags: readonly string[];
};

export type Report = {
	/** First and last day, such as 2026-09-04. */
	readonly from: string;
	readonly to: string;
	/** The days it is compared with. */
	readonly before: { readonly from: string; readonly to: string };
	/** Whose days and hours these are; null: each conversation's own site's. */
	readonly timeZone: string | null;
	/** Null: of the whole team; else this agent's own figures only. */
	readonly agent: AgentId | null;
	/** Fewer cases than this are too few to say. */
	readonly fewest: number;
	readonly days: readonly { readonly date: string; readonly isClosed: boolean }[];
	readonly metrics: readonly MetricView[];
	/** Seconds after which a first reply is late. */
	readonly limit: number;
	readonly live: {
		readonly waiting: number;
		readonly active: number;
		/** Seconds; null: nobody waits. */
		readonly longestWait: number | null;
		/** Of today, whatever the window is. */
		readonly today: Readonly<Partial<Record<MetricId, Figure>>>;
	};
	readonly hours: {
		/** [weekday, Monday first][hour]: conversations begun. */
		readonly counts: readonly (readonly number[])[];
		/** The same hours: open for any part. Null: no hours are set, or sites differ. */
		readonly open: readonly (readonly boolean[])[] | null;
		/** Begun out of hours. */
		readonly outside: number;
	};
	/** First replies by class; `upTo` in seconds, null: later. */
	readonly firstReplies: readonly { readonly upTo: number | null; readonly count: number }[];
	readonly ratings: {
		/** How often 1, 2, 3, 4, 5. */
		readonly scores: readonly number[];
		readonly efforts: readonly number[];
		/** Resolution by score, 1 to 5 (G95). */
		readonly resolutions: readonly Figure[];
	};
	readonly priorities: Readonly<Record<Priority, number>>;
	readonly statuses: Readonly<Record<Status, number>>;
	/** Most conversations first. */
	readonly agents: readonly AgentReport[];
	/** Rated 1 or 2 and nobody has written since; newest first, 50 at most. */
	readonly followUp: readonly FollowUp[];
	/** Bad ratings after which somebody wrote. */
	readonly followedUp: number;
	/** What the report can be narrowed to. */
	readonly groups: readonly { readonly id: string; readonly name: string }[];
};

/** The conversations behind a figure. */
export type CasesView = {
	readonly total: number;
	/** The longest first, or the newest where there is no length; 100 at most. */
	readonly items: readonly {
		readonly conversation: ConversationId;
		readonly site: SiteId;
		readonly visitor: string;
		readonly name: string | null;
		/** ISO 8601. */
		readonly openedAt: string;
		readonly status: Status;
		readonly agentName: string | null;
		/** Seconds or a number, the largest of the conversation; null: it is only counted. */
		readonly value: number | null;
		readonly rating: number | null;
	}[];
};
