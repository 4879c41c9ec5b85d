import type { PresenceView } from '../../../shared/views/event-view.ts';
import { say, strings, type Word } from '../strings.ts';
import { format, startOfDay, timeOf } from './times.ts';

/** When the team is back, in words: `atWord` for today, `onWord` for another day. */
export function backAt(iso: string, now: number, atWord: Word, onWord: Word): string {
	const at = Date.parse(iso);
	const time = timeOf(at);
	const days = Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000);
	if (days === 0) return say(atWord, { time });
	const style: Intl.DateTimeFormatOptions =
		days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' };
	const day = days === 1 ? strings.tomorrow : say('onDay', { day: format(style).format(at) });
	return say(onWord, { day, time });
}

/** Whether somebody is there, in a few words; empty: there is nothing to say. */
export function presenceLine(presence: PresenceView | null, now: number): string {
	if (presence === null) return '';
	if (presence.backAt !== null) return backAt(presence.backAt, now, 'backAt', 'backOn');
	if (presence.state !== 'open') return strings.away;
	if (presence.until !== null)
		return say('openUntil', { time: timeOf(Date.parse(presence.until)) });
	return presence.agents.length > 0 ? strings.available : '';
}
