import type { Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import type { Cases } from './cases.tsx';
import { ChartCard } from './chart-card.tsx';
import { HeatTable } from './heat-table.tsx';
import { classesOf, frameOf, hoursShown } from './heat-cells.ts';
import { numberOf } from './figures.ts';
import { words } from './words.ts';

interface Props {
	readonly report: Report;
	readonly onOpen: (cases: Cases) => void;
}
const narrow = 480;

/** Conversations begun by weekday and hour; on a narrow screen the hours go down. */
export function Heatmap({ report, onOpen }: Props) {
	const { counts, open, outside } = report.hours;
	const hours = hoursShown(counts, open);
	const most = Math.max(0, ...counts.flat());
	const classes = classesOf(most);
	const total = counts.flat().reduce((sum, count) => sum + count, 0);
	const sub =
		report.timeZone === null ? words.whenSubSites : fill(words.whenSub, { zone: report.timeZone });
	const openCell = (weekday: number, hour: number): void =>
		onOpen({ metric: 'conversations', name: nameOf(weekday, hour), weekday, hour });

	function draw(width: number) {
		const isTall = width < narrow;
		const [columns, rows] = isTall ? [7, hours.length] : [hours.length, 7];
		const left = isTall ? 28 : 36;
		const [w, h] = [(width - left) / Math.max(1, columns), isTall ? 24 : 26];
		const height = rows * h + 24;
		const at = (weekday: number, n: number): [number, number] =>
			isTall ? [left + weekday * w, n * h] : [left + n * w, weekday * h];
		const cells = hours.flatMap((hour, n) =>
			words.weekdays.map((_, weekday) => {
				const count = counts[weekday]?.[hour] ?? 0;
				const [x, y] = at(weekday, n);
				const level = classes.findIndex(({ upTo }) => count <= upTo);
				return (
					<g
						key={`${weekday} ${hour}`}
						className={count > 0 ? 'cell' : undefined}
						onClick={count > 0 ? () => openCell(weekday, hour) : undefined}
					>
						<title>
							{fill(words.cell, { day: words.weekdays[weekday] ?? '', hour, n: count })}
						</title>
						<rect className={`h${level}`} x={x + 1} y={y + 1} width={w - 2} height={h - 2} />
						{count > 0 && w >= 18 && (
							<text className={level === 5 ? 'mid on' : 'mid'} x={x + w / 2} y={y + h / 2 + 4}>
								{count}
							</text>
						)}
					</g>
				);
			}),
		);
		const every = !isTall && w < 22 ? 2 : 1;
		return (
			<svg
				className="chart heat"
				width={width}
				height={height}
				viewBox={`0 0 ${width} ${height}`}
				aria-hidden="true"
			>
				{cells}
				{hours.map((hour, n) => {
					const [x, y] = at(0, n);
					if (isTall)
						return (
							<text key={hour} className="axis end" x={left - 6} y={y + h / 2 + 4}>
								{hour}
							</text>
						);
					if (n % every !== 0) return null;
					return (
						<text key={hour} className="axis mid" x={x + w / 2} y={height - 6}>
							{hour}
						</text>
					);
				})}
				{words.weekdaysShort.map((name, weekday) => {
					const [x, y] = at(weekday, 0);
					if (isTall)
						return (
							<text key={name} className="axis mid" x={x + w / 2} y={height - 6}>
								{name}
							</text>
						);
					return (
						<text key={name} className="axis" x={0} y={y + h / 2 + 4}>
							{name}
						</text>
					);
				})}
				{open !== null && <path className="open" d={frameOf(open, hours, at, [w, h], isTall)} />}
			</svg>
		);
	}

	const peak = peakOf(counts);
	return (
		<ChartCard
			span={7}
			title={words.whenTitle}
			sub={open === null ? sub : `${sub} ${words.frame}`}
			summary={
				peak === null
					? words.whenNone
					: fill(words.whenSummary, {
							day: words.weekdays[peak.weekday] ?? '',
							hour: peak.hour,
							n: most,
						})
			}
			draw={draw}
			table={<HeatTable counts={counts} hours={hours} onOpen={openCell} />}
			legend={
				<>
					{classes.map(({ from, upTo }, level) => (
						<span key={from}>
							<i className={`h${level}`} />
							{upTo === Infinity
								? fill(words.andMore, { n: from })
								: from === upTo
									? from
									: fill(words.upTo, { from, to: upTo })}
						</span>
					))}
					{open !== null && (
						<span className="push">
							{fill(words.outside, { n: numberOf(outside), of: numberOf(total) })}
						</span>
					)}
				</>
			}
		/>
	);
}

const nameOf = (weekday: number, hour: number): string =>
	`${words.weekdays[weekday] ?? ''} ${hour}:00`;

function peakOf(counts: Report['hours']['counts']): { weekday: number; hour: number } | null {
	const most = Math.max(0, ...counts.flat());
	if (most === 0) return null;
	const weekday = counts.findIndex((row) => row.includes(most));
	return { weekday, hour: counts[weekday]?.indexOf(most) ?? 0 };
}
