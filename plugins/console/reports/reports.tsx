import { useEffect, useState } from '@wordpress/element';
import type { MetricId, MetricView, Report } from '../../../shared/views/report-view.ts';
import { Button } from '../button.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useResource } from '../shell/resource.ts';
import type { Route } from '../shell/router.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { fill } from '../strings.ts';
import '../styles/reports.css';
import { AgentsTable } from './agents-table.tsx';
import { AllFigures } from './all-figures.tsx';
import { CasesDialog, type Cases } from './cases.tsx';
import { DaysChart } from './days-chart.tsx';
import { dayOf } from './figures.ts';
import { Filters, queryOf, type Filter } from './filters.tsx';
import { FollowUps } from './follow-up.tsx';
import { Heatmap } from './heatmap.tsx';
import { Kpis } from './kpis.tsx';
import { Live } from './live.tsx';
import { Ratings } from './ratings.tsx';
import { ReplyChart } from './reply-chart.tsx';
import { WaitsChart } from './waits-chart.tsx';
import { words } from './words.ts';

const againMs = 30_000;

/** The last days against those before, and today so far. */
export function Reports(_props: { readonly route: Route }) {
	const { me } = useDesk();
	const [filter, setFilter] = useState<Filter>({ site: null, group: null, days: 14 });
	const [cases, setCases] = useState<Cases | null>(null);
	const isReader = me.role === 'reader';
	const query = queryOf(filter);
	const { data, error, reload, isLoading } = useResource<Report>(
		isReader ? null : `/api/v1/reports?${query}`,
	);
	useEffect(() => {
		const timer = setInterval(() => {
			if (!document.hidden) reload();
		}, againMs);
		return () => clearInterval(timer);
	}, [reload]);

	if (isReader) {
		return (
			<section className="pane reports" aria-label={words.title}>
				<Empty icon="reports" title={words.readers}>
					{words.readersMore}
				</Empty>
			</section>
		);
	}
	return (
		<section className="pane reports" aria-label={words.title}>
			<header className="head">
				<h2>{words.title}</h2>
				<Filters filter={filter} onChange={setFilter} report={data} />
				<Button
					kind="quiet"
					icon="refresh"
					aria-label={words.refresh}
					title={words.refresh}
					aria-busy={isLoading}
					onClick={reload}
				/>
			</header>
			<div className="scroll">
				{data === null && error !== null && <Failed why={error} onRetry={reload} />}
				{data === null && error === null && <Loading rows={6} onRetry={reload} />}
				{data !== null && <Content report={data} onOpen={setCases} />}
			</div>
			{cases !== null && data !== null && (
				<CasesDialog cases={cases} scope={query} report={data} onClose={() => setCases(null)} />
			)}
		</section>
	);
}

function Content({
	report,
	onOpen,
}: {
	readonly report: Report;
	readonly onOpen: (cases: Cases) => void;
}) {
	const of = (id: MetricId): MetricView | undefined =>
		report.metrics.find((metric) => metric.id === id);
	const [count, missed, wait] = [of('conversations'), of('missed'), of('wait')];
	const [reply, satisfied, easy] = [of('first_reply'), of('satisfied'), of('easy')];
	if (!count || !missed || !wait || !reply || !satisfied || !easy) return null;
	const isOwn = report.agent !== null;
	const days = <DaysChart report={report} count={count} missed={missed} />;
	const span = fill(words.daysAndBefore, {
		from: dayOf(report.from),
		to: dayOf(report.to),
		before: dayOf(report.before.from),
		until: dayOf(report.before.to),
	});
	return (
		<div className="report">
			<Live report={report} />
			<p className="sub whole">{report.agent === null ? span : `${span} · ${words.ownFigures}`}</p>
			{count.now.cases === 0 ? (
				<div className="whole">
					<Empty icon="reports" title={words.none}>
						{words.noneMore}
					</Empty>
				</div>
			) : (
				<>
					<Kpis report={report} onOpen={onOpen} />
					<Heatmap report={report} onOpen={onOpen} />
					{isOwn ? days : <WaitsChart report={report} wait={wait} />}
					<ReplyChart report={report} reply={reply} />
					<Ratings
						report={report}
						satisfied={satisfied}
						easy={easy}
						total={count.now.cases}
						onOpen={onOpen}
					/>
					<FollowUps report={report} />
					<AgentsTable report={report} onOpen={onOpen} />
					{!isOwn && days}
					<AllFigures report={report} onOpen={onOpen} />
				</>
			)}
		</div>
	);
}
