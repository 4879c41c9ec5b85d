import * as z from 'zod';
import { strategies } from '../views/desk-view.ts';

/*
 * What the owner of a site chooses. One document with one owner, the server: console, command line and host plugins edit it
 * through REST with its `rev`. Every field has a default that suits nine sites in ten, so an empty object is a whole one.
 */

const line = (max: number) => z.string().trim().max(max);
const webAddress = z
	.string()
	.max(2000)
	.regex(/^https?:\/\/[^\s]+$/, 'must be an address that begins with https:// or http://');
/** `*` stands for any characters: `/shop/*`. Compared with the path only. */
const pathPattern = line(200).regex(/^[/*]/, 'must begin with / or *');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 09:00');

/** Open from `from` to `to` in the site's time zone. */
const span = z
	.object({ from: time, to: time })
	.refine(({ from, to }) => from < to, 'must end after it begins');
export type OpenSpan = z.infer<typeof span>;

export const offlineWays = ['form', 'queue', 'hours', 'articles'] as const;
export type OfflineWay = (typeof offlineWays)[number];
export const askModes = ['off', 'optional', 'required'] as const;
export type AskMode = (typeof askModes)[number];
const ask = z.enum(askModes);

/** How the visitor's side looks. */
const look = z
	.object({
		/** The owner's colour; hue and chroma are taken, lightness is held so that text stays readable. */
		accent: z
			.string()
			.regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #00695c')
			.nullable()
			.default(null),
		theme: z.enum(['auto', 'light', 'dark']).default('auto'),
		/** `end`: where a line of the page's language ends. */
		side: z.enum(['end', 'left', 'right']).default('end'),
		/** Pixels from both edges. */
		offset: z.number().int().min(0).max(200).default(20),
		/** The words stand on the launcher. */
		label: z.boolean().default(false),
		/** Pages without a launcher; the plain link stays. */
		hideOn: z.array(pathPattern).max(50).default([]),
	})
	.prefault({});

/** Words of the owner's own; empty: ours, in the visitor's language. */
const texts = z
	.object({
		launcher: line(40).default(''),
		hello: line(200).default(''),
		/** Under the line of those who are there. */
		welcome: line(500).default(''),
		closed: line(500).default(''),
		waiting: line(500).default(''),
		/** Sent by itself after the first message; empty: nothing is. */
		autoReply: line(1000).default(''),
		autoReplyClosed: line(1000).default(''),
	})
	.prefault({});

const prechat = z
	.object({
		name: ask.default('off'),
		email: ask.default('off'),
		phone: ask.default('off'),
		/** Asked before the chat; off: the first message is written in the chat itself. */
		question: ask.default('off'),
		/** What it may be about; routing knows them as groups. */
		topics: z
			.array(
				z.object({
					id: line(40).min(1),
					label: line(60).min(1),
					/** Id of the group that answers it; left out: the group that has the topic's own id, if there is one. */
					group: line(64).min(1).optional(),
				}),
			)
			.max(12)
			.refine(areUnique, 'must have an id of its own each')
			.default([]),
		/** Months that what is written is kept, for the line that asks for consent; null: not asked. */
		consentMonths: z.number().int().min(1).max(120).nullable().default(null),
	})
	.prefault({});

const hours = z
	.object({
		timeZone: z
			.string()
			.max(60)
			.refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
			.default('UTC'),
		/** Monday first; an empty day is closed. Null: no hours, open whenever somebody is there. */
		week: z.array(z.array(span).max(4)).length(7).nullable().default(null),
		/** Days that differ: closed (no spans) or open at other times. */
		days: z
			.array(
				z.object({
					date: z.string().refine(isDate, 'must be a date such as 2026-12-24'),
					spans: z.array(span).max(4),
				}),
			)
			.max(200)
			.default([]),
		/** Out of hours. */
		whenClosed: z.enum(offlineWays).default('form'),
		/** Within hours, and nobody is there. */
		whenAway: z.enum(offlineWays).default('queue'),
		/** When an answer may be expected, in words: "before noon". */
		promise: line(80).default(''),
	})
	.prefault({});

/** A message that comes by itself, once, where and when its rule says. */
const greeting = z.object({
	id: line(40).min(1),
	text: line(300).min(1),
	/** Who says it; empty: the site. */
	name: line(60).default(''),
	/** Buttons: the panel opens with that text sent. */
	replies: z.array(line(40).min(1)).max(3).default([]),
	/** Pages where it may come; none: all. */
	pages: z.array(pathPattern).max(20).default([]),
	/** Seconds on the page. */
	afterSeconds: z.number().int().min(0).max(3600).default(15),
	/** Per cent of the page that was scrolled through; 0: not asked. */
	scrolled: z.number().int().min(0).max(100).default(0),
	/** Pages seen in this visit, this one too. */
	pagesSeen: z.number().int().min(1).max(50).default(1),
	device: z.enum(['any', 'phone', 'desktop']).default('any'),
});

const minutes = (max: number) => z.number().int().min(1).max(max);

/** How conversations find an agent, and what becomes of those that do not. */
const routing = z
	.object({
		/** Of conversations without a group; a group has its own. */
		strategy: z.enum(strategies).default('by_hand'),
		/** Where a conversation goes by the page on which it began; the first that fits counts. A chosen topic goes before it. */
		byPage: z
			.array(z.object({ pages: z.array(pathPattern).min(1).max(20), group: line(64).min(1) }))
			.max(20)
			.default([]),
		/** Seconds within which a first answer is good; what waits longer is marked. */
		firstAnswerSeconds: z.number().int().min(10).max(3600).default(120),
		/** The same for each later message of the visitor. */
		runningSeconds: z.number().int().min(10).max(3600).default(180),
		/** Minutes in the line after which the visitor is told that the answer comes later; null: waits for as long as it takes. */
		maxWaitMinutes: minutes(1440).nullable().default(5),
		/** Minutes in the line that lift a conversation by one priority. */
		ageingMinutes: minutes(1440).default(5),
		/** Seconds after which conversations of an agent who is gone go back into the line. */
		graceSeconds: z.number().int().min(5).max(3600).default(60),
		/** Minutes after which the conversation of a visitor who is gone holds no place at its agent any more. */
		idleMinutes: minutes(1440).default(10),
		/** Minutes more after which it is ended; null: it is not. */
		endIdleMinutes: minutes(10_080).nullable().default(60),
		/** The visitor is asked before a conversation is handed on. */
		askBeforeTransfer: z.boolean().default(false),
		/** Who hands on must say why. */
		reasonRequired: z.boolean().default(false),
		/** Minutes after the end when a conversation leaves the lists; 0: at once, null: when an agent archives it. */
		autoArchiveMinutes: z.number().int().min(0).max(43_200).nullable().default(1440),
	})
	.prefault({});

const article = z.object({ title: line(120).min(1), url: webAddress });

export const siteSettings = z.object({
	look,
	texts,
	/** `auto`: the page's language, else the browser's. */
	language: z.string().max(12).default('auto'),
	prechat,
	hours,
	greetings: z
		.array(greeting)
		.max(20)
		.refine(areUnique, 'must have an id of its own each')
		.default([]),
	articles: z.array(article).max(20).default([]),
	/** Other ways, shown when the chat cannot be reached. */
	contact: z
		.object({
			email: line(254)
				.regex(/^$|^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
				.default(''),
			phone: line(40)
				.regex(/^$|^[+()\d /.-]+$/, 'must be a phone number')
				.default(''),
		})
		.prefault({}),
	privacyUrl: webAddress.nullable().default(null),
	privacy: z
		.object({
			/** Months after its end when everything that was said in a conversation is erased; null: it is kept. */
			keepMonths: z.number().int().min(1).max(240).nullable().default(null),
		})
		.prefault({}),
	/** `quiet`: nothing is sent before the visitor acts. `watch`: the team sees who is on the site (D30); ask for consent first. */
	mode: z.enum(['quiet', 'watch']).default('quiet'),
	/** After the end: how good the help was, how much effort it took, or nothing. */
	rating: z.enum(['satisfaction', 'effort', 'both', 'none']).default('satisfaction'),
	routing,
	queue: z.object({ position: z.boolean().default(true) }).prefault({}),
	/** Minutes until an answer, as promised to visitors; null: nothing is promised. */
	replyMinutes: z.number().int().min(1).max(1440).nullable().default(null),
});
/** As it is stored and used: nothing is missing. */
export type SiteSettings = z.output<typeof siteSettings>;
export type Greeting = SiteSettings['greetings'][number];

export const defaultSiteSettings: SiteSettings = siteSettings.parse({});

function isDate(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
	const moment = Date.parse(`${text}T00:00:00Z`);
	return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(text);
}

/** Each is known by its id: to routing, or to a browser that has seen it. */
function areUnique(items: readonly { readonly id: string }[]): boolean {
	return new Set(items.map(({ id }) => id)).size === items.length;
}

function isTimeZone(name: string): boolean {
	try {
		new Intl.DateTimeFormat('en', { timeZone: name });
		return true;
	} catch {
		return false;
	}
}
