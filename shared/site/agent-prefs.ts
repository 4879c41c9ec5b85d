import * as z from 'zod';
import { noticeKinds, type NoticeKind } from '../views/notice-view.ts';

/* What an agent chose for the own console. Whoever adds a field gives it a default: stored choices are older than it. */

const perKind = z.object({
	assigned: z.boolean().catch(true),
	late: z.boolean().catch(true),
	message: z.boolean().catch(true),
	mention: z.boolean().catch(true),
	waiting: z.boolean().catch(true),
	status: z.boolean().catch(true),
}) satisfies z.ZodType<Readonly<Record<NoticeKind, boolean>>>;
const all = {
	assigned: true,
	late: true,
	message: true,
	mention: true,
	waiting: true,
	status: true,
};

/** Reads what is stored, whatever it is: a field that does not fit is as by default. */
export const agentPrefs = z.object({
	theme: z.enum(['system', 'light', 'dark']).catch('system'),
	/** `auto`: the browser's. */
	language: z.enum(['auto', 'en', 'de']).catch('auto'),
	/** Keys of one letter; those with Ctrl work always. */
	keys: z.boolean().catch(true),
	/** Signing in sets the status Available (H2); else the earlier one holds (H3). */
	availableAtSignIn: z.boolean().catch(false),
	/** A sound in the console. */
	sounds: perKind.catch(all),
	/** A notice of the browser, or of the phone, of what is not before the eyes. */
	notifications: perKind.catch(all),
	/** Per cent; 0 is no sound. */
	volume: z.number().int().min(0).max(100).catch(60),
	/** No sound while the agent looks at the console. */
	quietWhileLooking: z.boolean().catch(false),
	/** Notices show who wrote and what; else only that something came (a screen that others see). */
	noticeText: z.boolean().catch(true),
});
export type AgentPrefs = z.infer<typeof agentPrefs>;

/** What is chosen anew; the rest stays. */
export const agentPrefsChange = z.strictObject({
	theme: z.enum(['system', 'light', 'dark']).optional(),
	language: z.enum(['auto', 'en', 'de']).optional(),
	keys: z.boolean().optional(),
	availableAtSignIn: z.boolean().optional(),
	volume: z.number().int().min(0).max(100).optional(),
	quietWhileLooking: z.boolean().optional(),
	noticeText: z.boolean().optional(),
	sounds: z.partialRecord(z.enum(noticeKinds), z.boolean()).optional(),
	notifications: z.partialRecord(z.enum(noticeKinds), z.boolean()).optional(),
});

export const readPrefs = (stored: unknown): AgentPrefs => agentPrefs.parse(stored ?? {});

/** Choices by kind are merged, too. */
export function changePrefs(stored: unknown, change: z.infer<typeof agentPrefsChange>): AgentPrefs {
	const { sounds, notifications, ...plain } = change;
	const now = readPrefs(stored);
	return readPrefs({
		...now,
		...plain,
		sounds: { ...now.sounds, ...sounds },
		notifications: { ...now.notifications, ...notifications },
	});
}
