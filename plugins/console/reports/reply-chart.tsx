import type { MetricView, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import { Card, ChartCard } from './chart-card.tsx';
import { numberOf, shareOf, shownOf, timeOf } from './figures.ts';
import { Hatch } from './hatch.tsx';
import { ticksOf } from './scale.ts';
import { words } from './words.ts';

const height = 204;
const [top, bottom] = [26, height - 26];

/** How long first replies took, in classes; what is past the limit is hatched. */
export function ReplyChart({
	report,
	reply,
}: {
	readonly report: Report;
	readonly reply: MetricView;
}) {
	const { firstReplies, limit, fewest } = report;
	const total = firstReplies.reduce((sum, { count }) => sum + count, 0);
	if (total < fewest) {
		return (
			<Card span={5} title={words.replyTitle} sub={words.replySub}>
				<p className="none">{fill(words.tooFew, { n: total })}</p>
			</Card>
		);
	}
	const shares = firstReplies.map(({ count }) => (count / total) * 100);
	const ticks = ticksOf(Math.max(...shares) * 1.25);
	const scale = ticks.at(-1) ?? 1;
	const isLate = (upTo: number | null): boolean => upTo === null || upTo > limit;
	const late = firstReplies.reduce((sum, { upTo, count }) => sum + (isLate(upTo) ? count : 0), 0);
	const half = reply.now.value ?? 0;

	function draw(width: number) {
		const [left, right] = [36, width - 2];
		const slot = (right - left) / firstReplies.length;
		const y = (share: number): number => bottom - (share / scale) * (bottom - top);
		// Classes differ in length: within one, time goes evenly.
		const at = firstReplies.findIndex(({ upTo }) => upTo === null || half <= upTo);
		const from = firstReplies[at - 1]?.upTo ?? 0;
		const to = firstReplies[at]?.upTo ?? from * 2;
		const x = left + slot * (at + Math.min(1, (half - from) / Math.max(1, to - from)));
		const limitAt = left + slot * (firstReplies.findIndex(({ upTo }) => upTo === limit) + 1);
		return (
			<svg
				className="chart"
				width={width}
				height={height}
				viewBox={`0 0 ${width} ${height}`}
				aria-hidden="true"
			>
				<Hatch />
				{ticks.map((tick) => (
					<g key={tick}>
						<path className="grid" d={`M${left} ${y(tick)}H${right}`} />
						<text className="end" x={left - 6} y={y(tick) + 4}>
							{tick}
							{tick === scale ? ' %' : ''}
						</text>
					</g>
				))}
				{firstReplies.map(({ upTo }, n) => {
					const share = shares[n] ?? 0;
					const [x0, w] = [left + n * slot + 2, slot - 4];
					return (
						<g key={upTo}>
							<rect
								className={isLate(upTo) ? 'over' : 'bar-a'}
								x={x0}
								y={y(share)}
								width={w}
								height={bottom - y(share)}
							/>
							{share > 0 && (
								<text className="mid" x={x0 + w / 2} y={y(share) - 5}>
									{Math.round(share)}
								</text>
							)}
							{(upTo === null ||
								(width > 380
									? n < firstReplies.length - 2 || slot > 52
									: n % 2 === 1 && n < firstReplies.length - 2)) && (
								<text
									className={upTo === null ? 'end' : 'mid'}
									x={upTo === null ? right : left + (n + 1) * slot}
									y={height - 6}
								>
									{upTo === null ? words.later : timeOf(upTo)}
								</text>
							)}
						</g>
					);
				})}
				<path className="median halo" d={`M${x} 8V${bottom}`} />
				<path className="median" d={`M${x} 8V${bottom}`} />
				<text className="strong halo-t" x={x + 6} y="14">
					{fill(words.halfBy, { time: timeOf(half) })}
				</text>
				<path className="limit" d={`M${limitAt} 32V${bottom}`} />
				<text className="limit-t halo-t" x={limitAt + 6} y="40">
					{fill(words.past, { share: shareOf(late / total), time: timeOf(limit) })}
				</text>
			</svg>
		);
	}

	return (
		<ChartCard
			span={5}
			title={words.replyTitle}
			sub={words.replySub}
			summary={fill(words.replySummary, {
				half: shownOf('time', reply.now),
				late: shareOf(late / total),
				limit: timeOf(limit),
			})}
			draw={draw}
			table={
				<table className="table">
					<thead>
						<tr>
							<th scope="col">{words.within}</th>
							<th scope="col" className="r">
								{words.count}
							</th>
							<th scope="col" className="r">
								{words.share}
							</th>
						</tr>
					</thead>
					<tbody>
						{firstReplies.map(({ upTo, count }) => (
							<tr key={upTo}>
								<th scope="row">{upTo === null ? words.later : timeOf(upTo)}</th>
								<td className="r">{numberOf(count)}</td>
								<td className="r">{shareOf(count / total)}</td>
							</tr>
						))}
					</tbody>
				</table>
			}
		/>
	);
}
