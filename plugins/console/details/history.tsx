import { useEffect } from '@wordpress/element';
import { momentOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { useResource } from '../shell/resource.ts';
import { addressOf } from '../shell/router.ts';
import { fill } from '../strings.ts';
import type { Earlier } from './known.ts';
import { Section } from './section.tsx';
import { words } from './words.ts';

/** Earlier conversations of this visitor, one click away, and who answered then (H26, G100). */
export function History({
	visitor,
	current,
}: {
	readonly visitor: string;
	readonly current: string;
}) {
	const path = `/api/v1/visitors/${encodeURIComponent(visitor)}/conversations`;
	const { data, reload } = useResource<{ readonly items: readonly Earlier[] }>(path);
	// Another conversation of the same visitor: there is one more by now.
	useEffect(reload, [current, reload]);
	const earlier = (data?.items ?? []).filter(({ id }) => id !== current);
	if (data === null) return null;
	const count =
		earlier.length === 1 ? words.historyOne : fill(words.historyCount, { n: earlier.length });
	return (
		<Section id="history" title={words.history} more={earlier.length === 0 ? undefined : count}>
			{earlier.length === 0 && <p className="sub">{words.firstTime}</p>}
			<ul>
				{earlier.map(({ id, openedAt, assigneeName, rating, preview }) => (
					<li key={id}>
						<a className="mini" href={addressOf('inbox', id)}>
							<Icon name="bubble" />
							<span className="words">
								<span className="cut" dir="auto">
									{preview}
								</span>
								<span className="sub">
									{[
										assigneeName === null ? null : fill(words.withAgent, { name: assigneeName }),
										rating === null ? null : fill(words.rated, { n: rating }),
									]
										.filter(Boolean)
										.join(' · ')}
								</span>
							</span>
							<time className="sub" dateTime={openedAt}>
								{momentOf(openedAt, Date.now())}
							</time>
						</a>
					</li>
				))}
			</ul>
		</Section>
	);
}
