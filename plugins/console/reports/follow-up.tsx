import type { FollowUp, Report } from '../../../shared/views/report-view.ts';
import { fill } from '../strings.ts';
import { addressOf } from '../shell/router.ts';
import { Card } from './chart-card.tsx';
import { dayOf, numberOf, timeOf } from './figures.ts';
import { nameOfVisitor } from './name-of-visitor.ts';
import { words } from './words.ts';

/** Bad ratings after which nobody has written. */
export function FollowUps({ report }: { readonly report: Report }) {
	const { followUp, followedUp } = report;
	const foot =
		followedUp > 0 ? (
			<p className="sub">
				{fill(followedUp === 1 ? words.followDoneOne : words.followDone, {
					n: numberOf(followedUp),
				})}
			</p>
		) : undefined;
	return (
		<Card
			span={3}
			title={words.followTitle}
			sub={words.followSub}
			{...(foot === undefined ? {} : { foot })}
		>
			{followUp.length === 0 ? (
				<p className="none">{words.followNone}</p>
			) : (
				<ul className="follow">
					{followUp.map((each) => (
						<li key={each.conversation}>
							<a href={addressOf('archive', each.conversation)}>
								<span className="pill bad">
									<span className="hidden">{words.rating} </span>
									{each.score}
								</span>
								<span className="cut">
									<b>{nameOfVisitor(each.name, each.visitor)}</b>
									<span className="sub">{whyOf(each)}</span>
								</span>
							</a>
						</li>
					))}
				</ul>
			)}
		</Card>
	);
}

function whyOf({ ratedAt, transfers, wait, tags }: FollowUp): string {
	const parts = [dayOf(ratedAt.slice(0, 10))];
	if (transfers === 1) parts.push(words.transferredOnce);
	if (transfers > 1) parts.push(fill(words.transferredTimes, { n: transfers }));
	if (wait !== null && transfers === 0) parts.push(fill(words.waited, { time: timeOf(wait) }));
	return [...parts, ...tags.slice(0, 2)].join(', ');
}
