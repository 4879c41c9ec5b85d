import type { MetricView, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import { ChartCard } from './chart-card.tsx';
import { numberOf, weekdayOf } from './figures.ts';
import { Hatch } from './hatch.tsx';
import { ticksOf } from './scale.ts';
import { words } from './words.ts';

const height = 204;
const [top, bottom] = [20, height - 26];

/** Conversations of each day; the hatched part was missed. */
export function DaysChart({
	report,
	count,
	missed,
}: {
	readonly report: Report;
	readonly count: MetricView;
	readonly missed: MetricView;
}) {
	const { days } = report;
	const counts = count.days.map(({ cases }) => cases);
	const most = Math.max(1, ...counts);
	const ticks = ticksOf(most);
	const scale = ticks.at(-1) ?? 1;

	function draw(width: number) {
		const [left, right] = [34, width - 2];
		const slot = (right - left) / Math.max(1, days.length);
		const y = (value: number): number => bottom - (value / scale) * (bottom - top);
		const step = Math.max(1, Math.ceil(52 / slot));
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
							{numberOf(tick)}
						</text>
					</g>
				))}
				{days.map(({ date }, n) => {
					const [all, lost] = [counts[n] ?? 0, missed.days[n]?.hits ?? 0];
					const [x, w] = [left + n * slot + slot * 0.08, slot * 0.84];
					return (
						<g key={date}>
							<rect
								className="bar-a"
								x={x}
								y={y(all - lost)}
								width={w}
								height={bottom - y(all - lost)}
							/>
							{lost > 0 && (
								<rect className="over" x={x} y={y(all)} width={w} height={y(all - lost) - y(all)} />
							)}
							{all > 0 && slot >= 22 && (
								<text className="mid" x={x + w / 2} y={y(all) - 5}>
									{numberOf(all)}
								</text>
							)}
							{n % step === 0 && (
								<text className="mid" x={x + w / 2} y={height - 6}>
									{weekdayOf(date)}
								</text>
							)}
						</g>
					);
				})}
			</svg>
		);
	}

	const best = counts.indexOf(most);
	return (
		<ChartCard
			span={5}
			title={words.countTitle}
			sub={words.countSub}
			summary={
				best === -1
					? words.whenNone
					: fill(words.countSummary, { day: weekdayOf(days[best]?.date ?? report.from), n: most })
			}
			draw={draw}
			table={
				<table className="table">
					<thead>
						<tr>
							<th scope="col">{words.date}</th>
							<th scope="col" className="r">
								{words.metrics.conversations[0]}
							</th>
							<th scope="col" className="r">
								{words.metrics.missed[0]}
							</th>
						</tr>
					</thead>
					<tbody>
						{days.map(({ date }, n) => (
							<tr key={date}>
								<th scope="row">{weekdayOf(date)}</th>
								<td className="r">{counts[n] ?? 0}</td>
								<td className="r">{missed.days[n]?.hits ?? 0}</td>
							</tr>
						))}
					</tbody>
				</table>
			}
		/>
	);
}
