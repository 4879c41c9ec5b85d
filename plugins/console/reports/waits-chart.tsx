import type { MetricView, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import { ChartCard } from './chart-card.tsx';
import { shownOf, timeOf, weekdayOf } from './figures.ts';
import { lineOf, ticksOf } from './scale.ts';
import { words } from './words.ts';

const height = 216;
const [top, bottom] = [16, height - 26];

/** The wait of each day: half of the visitors, and nine of ten; broken over days without enough of them. */
export function WaitsChart({
	report,
	wait,
}: {
	readonly report: Report;
	readonly wait: MetricView;
}) {
	const { days, limit, fewest } = report;
	const most = Math.max(limit, ...wait.days.map(({ nineOfTen, value }) => nineOfTen ?? value ?? 0));
	const ticks = ticksOf(most, true);
	const scale = ticks.at(-1) ?? 1;

	function draw(width: number) {
		const [left, right] = [40, width - 76];
		const x = (n: number): number => left + (n * (right - left)) / Math.max(1, days.length - 1);
		const y = (value: number): number => bottom - (value / scale) * (bottom - top);
		const half = wait.days.map(({ value }, n) =>
			value === null ? null : ([x(n), y(value)] as const),
		);
		const nine = wait.days.map(({ nineOfTen }, n) =>
			nineOfTen === null ? null : ([x(n), y(nineOfTen)] as const),
		);
		const lastNine = nine.findLast((point) => point !== null);
		const step = Math.max(1, Math.ceil((days.length * 52) / (right - left)));
		return (
			<svg
				className="chart"
				width={width}
				height={height}
				viewBox={`0 0 ${width} ${height}`}
				aria-hidden="true"
			>
				{ticks.map((tick) => (
					<g key={tick}>
						<path className="grid" d={`M${left} ${y(tick)}H${right}`} />
						<text className="end" x={left - 6} y={y(tick) + 4}>
							{timeOf(tick)}
						</text>
					</g>
				))}
				<path className="limit" d={`M${left} ${y(limit)}H${right}`} />
				<text className="limit-t" x={right + 6} y={y(limit) + 4}>
					{fill(words.limit, { time: timeOf(limit) })}
				</text>
				<path className="line2" d={lineOf(nine)} />
				<path className="line1" d={lineOf(half.map((point, n) => (isFew(n) ? null : point)))} />
				{half.map(
					(point, n) =>
						point !== null && (
							<circle
								key={days[n]?.date}
								className={isFew(n) ? 'hot' : 'dot'}
								cx={point[0]}
								cy={point[1]}
								r="2.5"
							/>
						),
				)}
				{lastNine !== undefined && lastNine !== null && Math.abs(lastNine[1] - y(limit)) > 14 && (
					<text x={right + 6} y={lastNine[1] + 4}>
						{words.nineOfTen}
					</text>
				)}
				{days.map(({ date }, n) =>
					n % step === 0 ? (
						<text key={date} className="mid" x={x(n)} y={height - 6}>
							{weekdayOf(date)}
						</text>
					) : null,
				)}
			</svg>
		);
	}
	const isFew = (n: number): boolean => (wait.days[n]?.cases ?? 0) < fewest;

	const worst = wait.days.reduce(
		(best, { value }, n) => ((value ?? -1) > (wait.days[best]?.value ?? -1) ? n : best),
		0,
	);
	return (
		<ChartCard
			span={5}
			title={words.waitTitle}
			sub={fill(words.waitSub, { n: fewest })}
			summary={fill(words.waitSummary, {
				day: weekdayOf(days[worst]?.date ?? report.from),
				time: shownOf('time', wait.days[worst] ?? wait.now),
			})}
			draw={draw}
			legend={
				<>
					<span>
						<i className="l1" />
						{words.half}
					</span>
					<span>
						<i className="l2" />
						{words.nineOfTen}
					</span>
				</>
			}
			table={
				<table className="table">
					<thead>
						<tr>
							<th scope="col">{words.date}</th>
							<th scope="col" className="r">
								{words.half}
							</th>
							<th scope="col" className="r">
								{words.nineOfTen}
							</th>
							<th scope="col" className="r">
								{words.cases}
							</th>
						</tr>
					</thead>
					<tbody>
						{days.map(({ date }, n) => {
							const figure = wait.days[n];
							if (figure === undefined) return null;
							return (
								<tr key={date}>
									<th scope="row">{weekdayOf(date)}</th>
									<td className="r">
										{isFew(n) ? fill(words.tooFew, { n: figure.cases }) : shownOf('time', figure)}
									</td>
									<td className="r">
										{figure.nineOfTen === null ? '–' : timeOf(figure.nineOfTen)}
									</td>
									<td className="r">{figure.cases}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			}
		/>
	);
}
