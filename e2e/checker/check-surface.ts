import { markOf, talkOf, type Command } from './history.ts';
import type { Anomaly, AnomalyName, Seen, Surface } from './surface.ts';

type Report = (name: AnomalyName, invariant: Anomaly['invariant'], detail: string) => void;

/** Checks one surface against what was sent: I1, I2 within the surface, I4, I5, I6, I7. */
export function checkSurface(
	surface: Surface,
	seen: readonly Seen[],
	commands: readonly Command[],
): Anomaly[] {
	const anomalies: Anomaly[] = [];
	const report: Report = (name, invariant, detail) =>
		anomalies.push({ name, invariant, surface: surface.name, detail });
	const first = surface.repeats ? withoutRepeats(seen, report) : seen;
	checkOrder(surface, first, report);
	checkTexts(surface, first, commands, report);
	checkTalks(first, report);
	return anomalies;
}

/** A delivery that came again must be what it was; only its first coming counts. */
function withoutRepeats(seen: readonly Seen[], report: Report): Seen[] {
	const byDelivery = new Map<string, Seen>();
	return seen.filter((event) => {
		if (event.delivery === undefined) return true;
		const before = byDelivery.get(event.delivery);
		if (before === undefined) {
			byDelivery.set(event.delivery, event);
			return true;
		}
		if (before.text !== event.text || before.seq !== event.seq)
			report('corrupt', 'I10', `${event.delivery} came again as ${show(event)}`);
		return false;
	});
}

function checkOrder(surface: Surface, seen: readonly Seen[], report: Report): void {
	const conversations = new Map<string, Seen[]>();
	for (const event of seen) {
		const events = conversations.get(event.conversation);
		if (events === undefined) conversations.set(event.conversation, [event]);
		else events.push(event);
	}
	for (const [conversation, events] of conversations) {
		const numbers = new Set<number>();
		let last = 0;
		for (const event of events) {
			const number = event[surface.numbers];
			// Internal events have no vseq; where they must not be is checked by their text.
			if (number === null) continue;
			if (numbers.has(number))
				report('duplicate', 'I1', `${conversation} ${number}: ${show(event)}`);
			else if (number < last) report('reorder', 'I2', `${conversation}: ${number} after ${last}`);
			numbers.add(number);
			last = Math.max(last, number);
		}
		for (let number = 1; number < last; number += 1) {
			if (!numbers.has(number)) report('gap', 'I2', `${conversation}: ${number} of ${last}`);
		}
	}
}

function checkTexts(
	surface: Surface,
	seen: readonly Seen[],
	commands: readonly Command[],
	report: Report,
): void {
	const sent = new Map(commands.map((command) => [markOf(command), command]));
	const byClientId = new Map(commands.map((command) => [command.clientId, command]));
	const counts = new Map<string, number>();
	for (const event of seen) {
		const mark = markOf(event);
		if (mark === null) continue;
		const command = sent.get(mark);
		if (surface.isPublic && (event.internal || command?.internal === true))
			report('leak', 'I6', show(event));
		if (command === undefined) {
			const meant = event.clientId === null ? undefined : byClientId.get(event.clientId);
			if (meant === undefined) report('phantom', 'I5', show(event));
			else report('corrupt', 'I5', `${show(event)} instead of ${meant.text}`);
			continue;
		}
		if (event.clientId !== null && event.clientId !== command.clientId)
			report('corrupt', 'I5', `${show(event)} has the clientId of another command`);
		counts.set(mark, (counts.get(mark) ?? 0) + 1);
	}
	for (const command of commands) {
		const { clientId, text, outcome } = command;
		const count = counts.get(markOf(command) ?? '') ?? 0;
		const what = `${clientId} ${text ?? '(no text)'}`;
		// Twice with one number was said above; twice with two numbers is two events.
		if (count > 1) report('duplicate', 'I1', `${what} is there ${count} times`);
		if (count > 0 && outcome.kind === 'fail')
			report('aborted read', 'I4', `${what} (${outcome.code})`);
		const isDue =
			surface.holds(command.talk) && !(surface.isPublic && command.internal) && makesEvent(command);
		if (count === 0 && outcome.kind === 'ok' && isDue) report('lost write', 'I1', what);
	}
}

/** What was acknowledged without a number has changed nothing, such as the second of two ends. */
const makesEvent = ({ text, outcome }: Command): boolean =>
	text !== null ||
	outcome.kind !== 'ok' ||
	(outcome.ack.seq ?? null) !== null ||
	(outcome.ack.vseq ?? null) !== null;

/** A conversation is one talk's. */
function checkTalks(seen: readonly Seen[], report: Report): void {
	const talks = new Map<string, string>();
	for (const { conversation, text } of seen) {
		const talk = text === null ? null : talkOf(text);
		if (talk === null) continue;
		const owner = talks.get(conversation);
		if (owner === undefined) talks.set(conversation, talk);
		else if (owner !== talk) report('crosstalk', 'I7', `${conversation} of ${owner} has ${text}`);
	}
}

export const show = ({ conversation, seq, vseq, text }: Seen): string =>
	`${conversation} seq ${seq ?? '-'} vseq ${vseq ?? '-'} ${text ?? '(no text)'}`;
