import type { MetricId, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import { numberOf, shownOf, timeOf } from './figures.ts';
import { words } from './words.ts';

/** Today so far, and what waits and runs now. */
export function Live({ report: { live, agent } }: { readonly report: Report }) {
	const figure = (id: MetricId) => live.today[id];
	const reply = figure('first_reply');
	return (
		<dl className="live" aria-label={words.today}>
			<div className="name">
				<dt>{words.today}</dt>
				<dd className="hidden">{numberOf(figure('conversations')?.cases ?? 0)}</dd>
			</div>
			<Item name={words.begun} value={numberOf(figure('conversations')?.cases ?? 0)} />
			{agent === null && (
				<Item name={words.missedToday} value={numberOf(figure('missed')?.hits ?? 0)} />
			)}
			{reply !== undefined && reply.cases > 0 && (
				<Item name={words.firstReplyToday} value={shownOf('time', reply)} />
			)}
			<Item
				name={words.waitingNow}
				value={numberOf(live.waiting)}
				more={
					live.longestWait === null ? null : fill(words.longest, { time: timeOf(live.longestWait) })
				}
			/>
			<Item name={words.runningNow} value={numberOf(live.active)} />
		</dl>
	);
}

function Item({
	name,
	value,
	more = null,
}: {
	readonly name: string;
	readonly value: string;
	readonly more?: string | null;
}) {
	return (
		<div>
			<dt>{name}</dt>
			<dd>
				{value}
				{more !== null && <span className="dim">, {more}</span>}
			</dd>
		</div>
	);
}
