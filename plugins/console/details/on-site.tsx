import { useEffect, useState } from '@wordpress/element';
import type { ConversationView, VisitorView, VisitView } from '../../../shared/views/event-view.ts';
import { locale, timeOf } from '../format.ts';
import { fill } from '../strings.ts';
import { languageName, originOf, placeOf, timeIn } from './known.ts';
import { Fact, Section } from './section.tsx';
import { words } from './words.ts';

/** Pages that are shown before all of them are asked for. */
const shortTrail = 4;

/** The page now and those before it, where the visitor came from, the local time, the language, the browser. */
export function OnSite({
	visit,
	visitor,
}: {
	readonly visit: VisitView | null;
	readonly visitor: VisitorView | null;
	readonly view: ConversationView;
}) {
	const [isWhole, showAll] = useState(false);
	const now = useMinutes();
	const zone = visit?.timeZone ?? visitor?.timeZone ?? null;
	const there = zone === null ? null : timeIn(zone, locale, now);
	const reads = languageName(visit?.locale ?? visitor?.locale ?? null, locale);
	const trail = [...(visit?.trail ?? [])].reverse();
	const shown = isWhole ? trail : trail.slice(0, shortTrail);
	return (
		<Section
			id="site"
			title={words.onSite}
			more={visit === null ? words.notHere : lengthOf(visit, now)}
		>
			{shown.length > 0 && (
				<ul className="trail">
					{shown.map((page, n) => (
						<li key={page.at + page.url} className={n === 0 ? 'now' : ''}>
							<a
								className="cut"
								href={page.url}
								target="_blank"
								rel="noopener noreferrer"
								dir="auto"
							>
								{page.title || page.url}
							</a>
							<time dateTime={page.at}>{n === 0 ? words.now : timeOf(page.at)}</time>
						</li>
					))}
				</ul>
			)}
			{!isWhole && trail.length > shortTrail && (
				<button type="button" className="link" onClick={() => showAll(true)}>
					{fill(words.allPages, { n: trail.length })}
				</button>
			)}
			<dl>
				{visit !== null && (
					<Fact name={words.cameFrom}>
						<span title={visit.referrer ?? undefined}>
							{originOf(visit.referrer) ?? words.typed}
						</span>
					</Fact>
				)}
				{there !== null && (
					<Fact name={words.where}>
						{fill(words.timeThere, { place: placeOf(zone) ?? zone ?? '', time: there })}
					</Fact>
				)}
				{reads !== null && <Fact name={words.reads}>{reads}</Fact>}
				{visit?.browser && <Fact name={words.browser}>{visit.browser}</Fact>}
			</dl>
		</Section>
	);
}

function lengthOf({ since, trail }: VisitView, now: number): string {
	const minutes = Math.max(0, Math.round((now - Date.parse(since)) / 60_000));
	const time = new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute' }).format(minutes);
	return fill(trail.length === 1 ? words.visitOne : words.visit, { time, n: trail.length });
}

function useMinutes(): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		const timer = setInterval(() => setNow(Date.now()), 20_000);
		return () => clearInterval(timer);
	}, []);
	return now;
}
