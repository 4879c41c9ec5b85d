import type { MetricId, Report } from '../../../shared/views/report-view.ts';
import { Icon } from '../icon.tsx';
import { fill } from '../strings.ts';
import type { Cases } from './cases.tsx';
import { deltaOf, numberOf, shareOf, shownOf } from './figures.ts';
import { Spark } from './spark.tsx';
import { words } from './words.ts';

const shown: readonly MetricId[] = [
	'conversations',
	'missed',
	'wait',
	'first_reply',
	'satisfied',
	'first_contact',
];
/** What an agent can do something about: nobody's wait, and nobody's miss, is one agent's alone. */
const ownShown: readonly MetricId[] = [
	'conversations',
	'first_reply',
	'response',
	'send',
	'satisfied',
	'first_contact',
];

/** Six figures in one card, each with its way over the days and its change against the days before. */
export function Kpis({
	report,
	onOpen,
}: {
	readonly report: Report;
	readonly onOpen: (cases: Cases) => void;
}) {
	const ids = report.agent === null ? shown : ownShown;
	const metrics = ids.flatMap((id) => report.metrics.find((metric) => metric.id === id) ?? []);
	return (
		<ul className="kpis" aria-label={words.figures}>
			{metrics.map((metric) => {
				const { id, now, kind } = metric;
				const [name, how] = words.metrics[id];
				const delta = deltaOf(metric);
				// How many were missed is known also where a share would be too few to say.
				const value = id === 'missed' ? numberOf(now.hits ?? 0) : shownOf(kind, now);
				const isFew = id !== 'missed' && now.value === null;
				return (
					<li key={id}>
						<h2 title={how}>
							<button
								type="button"
								className="figure"
								onClick={() =>
									onOpen({ metric: id, name, ...(id === 'missed' ? { holds: 'yes' } : {}) })
								}
							>
								{name}
							</button>
						</h2>
						<p className={isFew ? 'val few' : 'val'}>
							{value}
							{id === 'missed' && now.value !== null && <small> {shareOf(now.value)}</small>}
						</p>
						<Spark metric={metric} />
						<p className={`delta ${delta?.tone ?? ''}`}>
							{delta !== null && delta.direction !== null && <Icon name={delta.direction} />}
							{delta?.text ?? fill(words.nothingBefore, {})}
						</p>
					</li>
				);
			})}
		</ul>
	);
}
