import type { MetricView, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import type { Cases } from './cases.tsx';
import { Card } from './chart-card.tsx';
import { numberOf, shareOf, shownOf, timeOf } from './figures.ts';
import { words } from './words.ts';

interface Props {
	readonly report: Report;
	readonly satisfied: MetricView;
	readonly easy: MetricView;
	readonly total: number;
	readonly onOpen: (cases: Cases) => void;
}

/** How often each rating was given, and how long those conversations took. */
export function Ratings({ report, satisfied, easy, total, onOpen }: Props) {
	const { scores, resolutions } = report.ratings;
	const rated = scores.reduce((sum, count) => sum + count, 0);
	const most = Math.max(1, ...scores);
	const sub = fill(words.satisfactionSub, {
		n: numberOf(rated),
		share: shareOf(total === 0 ? 0 : rated / total),
	});
	if (rated === 0) {
		return (
			<Card span={4} title={words.satisfactionTitle} sub={words.noRatingsMore}>
				<p className="none">{words.noRatings}</p>
			</Card>
		);
	}
	return (
		<Card
			span={4}
			title={words.satisfactionTitle}
			sub={sub}
			foot={
				<p className="sub">
					{fill(words.satisfactionFoot, { share: shownOf('share', satisfied.now) })}
					{'. '}
					{easy.now.value !== null &&
						fill(words.effortFoot, {
							share: shownOf('share', easy.now),
							n: numberOf(easy.now.cases),
						})}
				</p>
			}
		>
			<table className="bars">
				<thead className="hidden">
					<tr>
						<th scope="col">{words.rating}</th>
						<th scope="col" aria-hidden="true" />
						<th scope="col">{words.count}</th>
						<th scope="col">{words.share}</th>
						<th scope="col">{words.resolution}</th>
					</tr>
				</thead>
				<tbody>
					{[5, 4, 3, 2, 1].map((score) => {
						const count = scores[score - 1] ?? 0;
						const resolution = resolutions[score - 1]?.value ?? null;
						const tone = score > 3 ? 'a' : score === 3 ? 'n' : 'b';
						return (
							<tr key={score}>
								<th scope="row">{score}</th>
								<td aria-hidden="true">
									<svg width="100%" height="16">
										<rect className={tone} width={`${(count / most) * 100}%`} height="16" rx="3" />
									</svg>
								</td>
								<td>
									<button
										type="button"
										className="figure"
										disabled={count === 0}
										onClick={() =>
											onOpen({
												metric: 'satisfied',
												name: fill(words.ofStars, { n: score }),
												score,
											})
										}
									>
										{numberOf(count)}
									</button>
								</td>
								<td className="dim">{shareOf(count / rated)}</td>
								<td className="dim" title={words.resolution}>
									{resolution === null ? '' : timeOf(resolution)}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
		</Card>
	);
}
