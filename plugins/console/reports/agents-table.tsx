import type { AgentReport, Figure, MetricId, Report } from '../../../shared/views/report-view.ts';
import { Avatar } from '../shell/people.tsx';
import { fill } from '../strings.ts';
import type { Cases } from './cases.tsx';
import { Card } from './chart-card.tsx';
import { numberOf, oneDigit, shownOf } from './figures.ts';
import { words } from './words.ts';

const columns: readonly { id: MetricId; kind: 'count' | 'time' | 'share' }[] = [
	{ id: 'conversations', kind: 'count' },
	{ id: 'first_reply', kind: 'time' },
	{ id: 'send', kind: 'time' },
	{ id: 'handle', kind: 'time' },
	{ id: 'transfers', kind: 'count' },
	{ id: 'satisfied', kind: 'share' },
];

/** Each agent's figures; a figure opens the conversations behind it. */
export function AgentsTable({
	report,
	onOpen,
}: {
	readonly report: Report;
	readonly onOpen: (cases: Cases) => void;
}) {
	const figures = (id: MetricId): Figure | undefined =>
		report.metrics.find((metric) => metric.id === id)?.now;
	const missed = figures('missed')?.hits ?? 0;
	return (
		<Card
			span={7}
			title={words.agentsTitle}
			sub={words.agentsSub}
			{...(report.agent === null
				? { foot: <p className="sub">{fill(words.agentsFoot, { n: numberOf(missed) })}</p> }
				: {})}
		>
			{report.agents.length === 0 ? (
				<p className="none">{words.noAgents}</p>
			) : (
				<div className="wide" role="group" aria-label={words.agentsTitle} tabIndex={0}>
					<table className="table agents">
						<thead>
							<tr>
								<th scope="col">{words.agent}</th>
								{columns.map(({ id }) => (
									<th key={id} scope="col" className="r" title={words.metrics[id][1]}>
										{words.metrics[id][0]}
									</th>
								))}
								<th scope="col" className="r">
									{words.atOnce}
								</th>
							</tr>
						</thead>
						<tbody>
							{report.agents.map((agent) => (
								<Row key={agent.id} agent={agent} onOpen={onOpen} />
							))}
						</tbody>
						{report.agent === null && (
							<tfoot>
								<tr>
									<th scope="row">{words.everyone}</th>
									{columns.map(({ id, kind }) => (
										<td key={id} className="r">
											<Value kind={kind} figure={figures(id)} />
										</td>
									))}
									<td className="r">–</td>
								</tr>
							</tfoot>
						)}
					</table>
				</div>
			)}
		</Card>
	);
}

function Row({
	agent,
	onOpen,
}: {
	readonly agent: AgentReport;
	readonly onOpen: (cases: Cases) => void;
}) {
	return (
		<tr>
			<th scope="row">
				<span className="line">
					<Avatar name={agent.name} isAgent size={24} />
					<span className="cut">{agent.name}</span>
				</span>
			</th>
			{columns.map(({ id, kind }) => {
				const figure = agent.figures[id];
				const hasCases = (figure?.cases ?? 0) > 0;
				const name = `${agent.name}, ${words.metrics[id][0]}`;
				return (
					<td key={id} className="r">
						{hasCases ? (
							<button
								type="button"
								className="figure"
								onClick={() => onOpen({ metric: id, name, agent: agent.id })}
							>
								<Value kind={kind} figure={figure} />
							</button>
						) : (
							<Value kind={kind} figure={figure} />
						)}
					</td>
				);
			})}
			<td className="r">{agent.atOnce === null ? '–' : oneDigit(agent.atOnce)}</td>
		</tr>
	);
}

function Value({
	kind,
	figure,
}: {
	readonly kind: 'count' | 'time' | 'share';
	readonly figure: Figure | undefined;
}) {
	if (figure === undefined || (figure.cases === 0 && kind !== 'count'))
		return <span className="dim">–</span>;
	if (figure.value === null) return <span className="dim">{shownOf(kind, figure)}</span>;
	return (
		<>
			{shownOf(kind, figure)}
			{kind === 'share' && (
				<span className="dim"> {fill(words.ofN, { n: numberOf(figure.cases) })}</span>
			)}
		</>
	);
}
