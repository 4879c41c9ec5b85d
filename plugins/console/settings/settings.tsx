import { Button } from '../button.tsx';
import { Empty } from '../shell/states.tsx';
import { useDesk } from '../shell/desk.tsx';
import { addressOf, go, type Route } from '../shell/router.ts';
import { words as shellWords } from '../shell/words.ts';
import { pageGroups, type SettingsPage } from './pages.ts';
import { words } from './words.ts';

/** Navigation and one page; on a phone one of the two. */
export function Settings({ route }: { readonly route: Route }) {
	const { isAdmin, isLeader } = useDesk();
	const maySee = ({ who }: SettingsPage): boolean =>
		who === 'everybody' || isAdmin || (who === 'leaders' && isLeader);
	const groups = pageGroups
		.map((group) => group.filter(maySee))
		.filter((group) => group.length > 0);
	const first = groups[0]?.[0];
	const chosen = route.id === null ? first : groups.flat().find(({ id }) => id === route.id);
	const Page = chosen?.page;
	return (
		<div className="panes settings">
			<nav className="pane list" aria-label={words.settings}>
				<header className="head">
					<h2>{words.settings}</h2>
				</header>
				<div className="scroll">
					{groups.map((group) => (
						<ul key={group[0]?.id}>
							{group.map(({ id, name }) => (
								<li key={id}>
									<a
										href={addressOf('settings', id)}
										aria-current={id === chosen?.id ? 'page' : undefined}
										onClick={(event) => {
											if (event.metaKey || event.ctrlKey) return;
											event.preventDefault();
											go('settings', id);
										}}
									>
										{name}
									</a>
								</li>
							))}
						</ul>
					))}
				</div>
			</nav>
			<section className="pane page" aria-label={chosen?.name ?? words.settings}>
				{Page === undefined ? (
					<Empty
						icon="settings"
						title={shellWords.pageNotThere}
						action={<Button onClick={() => go('settings')}>{words.back}</Button>}
					>
						{shellWords.pageNotThereMore}
					</Empty>
				) : (
					<Page sub={route.sub} />
				)}
			</section>
		</div>
	);
}
