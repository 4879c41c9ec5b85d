import type { CasesView, MetricId, Report } from '../../../shared/views/report-view.ts';
import { Dialog } from '../shell/dialog.tsx';
import { useResource } from '../shell/resource.ts';
import { addressOf } from '../shell/router.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { fill } from '../strings.ts';
import { dayOf, numberOf, timeOf } from './figures.ts';
import { nameOfVisitor } from './name-of-visitor.ts';
import { words } from './words.ts';

/** Which conversations are asked for, and what they are called. */
export interface Cases {
	readonly metric: MetricId;
	readonly name: string;
	readonly agent?: string;
	readonly weekday?: number;
	readonly hour?: number;
	readonly score?: number;
	readonly holds?: 'yes' | 'no';
}

/** The conversations behind a figure. */
export function CasesDialog({
	cases,
	scope,
	report,
	onClose,
}: {
	readonly cases: Cases;
	readonly scope: URLSearchParams;
	readonly report: Report;
	readonly onClose: () => void;
}) {
	const { name, ...asked } = cases;
	const query = new URLSearchParams(scope);
	query.set('from', report.from);
	query.set('to', report.to);
	for (const [key, value] of Object.entries(asked)) query.set(key, String(value));
	const { data, error, reload } = useResource<CasesView>(`/api/v1/reports/conversations?${query}`);
	const kind = report.metrics.find(({ id }) => id === cases.metric)?.kind;
	const n = data?.total ?? 0;
	const title =
		data === null
			? name
			: fill(n === 1 ? words.casesOne : words.casesTitle, { name, n: numberOf(n) });
	return (
		<Dialog title={title} onClose={onClose} className="cases">
			{data === null && error !== null && <Failed why={error} onRetry={reload} />}
			{data === null && error === null && <Loading onRetry={reload} />}
			{data !== null && n === 0 && <Empty icon="archive" title={words.casesNone} />}
			{data !== null && n > 0 && (
				<ul className="behind">
					{data.items.map((item) => (
						<li key={item.conversation}>
							<a
								href={addressOf(item.status === 'ended' ? 'archive' : 'inbox', item.conversation)}
								onClick={onClose}
							>
								<span className="cut">
									<b>{nameOfVisitor(item.name, item.visitor)}</b>
									<span className="sub">
										{[dayOf(item.openedAt.slice(0, 10)), item.agentName].filter(Boolean).join(', ')}
									</span>
								</span>
								<span className="push num">
									{item.value !== null &&
										(kind === 'time' ? timeOf(item.value) : numberOf(item.value))}
									{item.value === null &&
										item.rating !== null &&
										fill(words.ofStars, { n: item.rating })}
								</span>
							</a>
						</li>
					))}
				</ul>
			)}
			{data !== null && n > data.items.length && (
				<p className="sub">
					{fill(words.casesShown, { n: numberOf(data.items.length), of: numberOf(n) })}
				</p>
			)}
		</Dialog>
	);
}
