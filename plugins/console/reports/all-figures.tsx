import { priorities, type Status } from '../../../shared/views/event-view.ts';
import type { Report } from '../../../shared/views/report-view.ts';
import type { Cases } from './cases.tsx';
import { Card } from './chart-card.tsx';
import { deltaOf, numberOf, shownOf, timeOf } from './figures.ts';
import { words } from './words.ts';

const statuses: readonly Status[] = ['pending', 'waiting', 'active', 'ended'];

/** Every figure with its meaning, its value and its change. */
export function AllFigures({
	report,
	onOpen,
}: {
	readonly report: Report;
	readonly onOpen: (cases: Cases) => void;
}) {
	return (
		<Card
			span={12}
			title={words.allTitle}
			sub={words.allSub}
			foot={
				<div className="split">
					<p className="sub">
						<b>{words.priorities}</b>{' '}
						{priorities
							.toReversed()
							.map((name) => `${words[name]} ${numberOf(report.priorities[name])}`)
							.join(' · ')}
					</p>
					<p className="sub">
						<b>{words.statuses}</b>{' '}
						{statuses
							.map((name) => `${words[name]} ${numberOf(report.statuses[name])}`)
							.join(' · ')}
					</p>
				</div>
			}
		>
			<div className="wide" role="group" aria-label={words.allTitle} tabIndex={0}>
				<table className="table all">
					<thead>
						<tr>
							<th scope="col">{words.figure}</th>
							<th scope="col" className="r">
								{words.value}
							</th>
							<th scope="col" className="r">
								{words.nineOfTen}
							</th>
							<th scope="col" className="r">
								{words.cases}
							</th>
							<th scope="col">{words.change}</th>
						</tr>
					</thead>
					<tbody>
						{report.metrics.map((metric) => {
							const { id, kind, now } = metric;
							const [name, how] = words.metrics[id];
							const delta = deltaOf(metric);
							return (
								<tr key={id}>
									<th scope="row">
										{name}
										<span className="sub">{how}</span>
									</th>
									<td className="r">
										{now.cases === 0 ? (
											<span className="dim">{kind === 'count' ? 0 : '–'}</span>
										) : (
											<button
												type="button"
												className="figure"
												onClick={() => onOpen({ metric: id, name })}
											>
												{shownOf(kind, now)}
											</button>
										)}
									</td>
									<td className="r">
										{now.nineOfTen === null
											? ''
											: kind === 'time'
												? timeOf(now.nineOfTen)
												: numberOf(now.nineOfTen)}
									</td>
									<td className="r">{kind === 'count' ? '' : numberOf(now.cases)}</td>
									<td className={`delta ${delta?.tone ?? ''}`}>{delta?.text ?? ''}</td>
								</tr>
							);
						})}
					</tbody>
				</table>
			</div>
		</Card>
	);
}
