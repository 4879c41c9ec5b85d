import '../styles/tickets.css';
import { useEffect, useState } from '@wordpress/element';
import { ticketStatuses, type TicketList } from '../../../shared/views/ticket-view.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useKeys } from '../shell/keys.ts';
import { Menu } from '../shell/menu.tsx';
import { onRowKeys, tabIndexOf } from '../shell/roving.ts';
import { go, type Route } from '../shell/router.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { Ticket } from './ticket.tsx';
import { TicketRow } from './ticket-row.tsx';
import { useTickets } from './use-tickets.ts';
import { words } from './words.ts';

const lists: readonly TicketList[] = ['new', ...ticketStatuses];
/** What was shown when the tickets were left. */
let left: TicketList = 'open';

/** Lists, one list, one ticket with its fields; on a phone one of them. */
export function Tickets({ route }: { readonly route: Route }) {
	const [list, setList] = useState(left);
	const [order, setOrder] = useState<'newest' | 'oldest'>('newest');
	const { items, counts, next, error, more, reload } = useTickets(list, order);
	const chosen = route.id;
	const rows = items ?? [];
	const at = rows.findIndex(({ id }) => id === chosen);
	useEffect(() => {
		left = list;
	}, [list]);
	const move = (by: number): void => {
		const to = rows[at === -1 ? 0 : at + by];
		if (to !== undefined) go('tickets', to.id);
	};
	useKeys({ j: () => move(1), k: () => move(-1) });
	const viewsOf = (names: readonly TicketList[]) => (
		<ul>
			{names.map((name) => (
				<li key={name}>
					<button
						type="button"
						className="view"
						aria-current={name === list ? 'true' : undefined}
						onClick={() => setList(name)}
					>
						{words[name]} <span className="push num">{counts?.[name]}</span>
					</button>
				</li>
			))}
		</ul>
	);

	return (
		<div className="panes tickets">
			<nav className="pane views" aria-label={`${words.views}: ${words[list]}`}>
				<header className="head">
					<h2>{words.tickets}</h2>
				</header>
				{viewsOf(lists)}
				<h3>{words.mineTitle}</h3>
				{viewsOf(['mine'])}
			</nav>
			<section className="pane list" aria-label={words[list]}>
				<header className="head">
					<h2 className="as-title">
						{words[list]} <span className="dim num">{counts?.[list]}</span>
					</h2>
					<Menu
						label={`${words.views}: ${words[list]}`}
						className="btn quiet as-menu"
						choices={[...lists, 'mine' as const].map((name) => ({
							key: name,
							label: counts === null ? words[name] : `${words[name]}  ${counts[name]}`,
							isOn: name === list,
							onChoose: () => setList(name),
						}))}
					>
						{words[list]}
						<Icon name="down" />
					</Menu>
					<span className="push" />
					<Menu
						label={`${words.order}: ${words[order]}`}
						className="btn quiet"
						side="end"
						choices={(['newest', 'oldest'] as const).map((each) => ({
							key: each,
							label: words[each],
							isOn: each === order,
							onChoose: () => setOrder(each),
						}))}
					>
						{words[order]}
						<Icon name="down" />
					</Menu>
				</header>
				<div className="scroll" aria-busy={items === null}>
					{items === null && error !== null && <Failed why={error} onRetry={reload} />}
					{items === null && error === null && <Loading onRetry={reload} />}
					{items !== null && rows.length === 0 && <Nothing list={list} />}
					<ul className="ticket-rows" aria-label={words[list]} onKeyDown={onRowKeys}>
						{rows.map((ticket, n) => (
							<TicketRow
								key={ticket.id}
								ticket={ticket}
								isChosen={n === at}
								tabIndex={tabIndexOf(n, at)}
								onChoose={() => go('tickets', ticket.id)}
							/>
						))}
					</ul>
					{next !== null && (
						<Button className="more" onClick={() => void more()}>
							{words.more}
						</Button>
					)}
				</div>
			</section>
			{chosen === null ? (
				<section className="pane whole is-empty" aria-label={words.tickets}>
					<Empty icon="ticket" title={words.choose}>
						{words.chooseMore}
					</Empty>
				</section>
			) : (
				<Ticket key={chosen} id={chosen} />
			)}
		</div>
	);
}

function Nothing({ list }: { readonly list: TicketList }) {
	if (list === 'new')
		return (
			<Empty icon="ticket" title={words.noneNew}>
				{words.noneNewMore}
			</Empty>
		);
	if (list === 'open')
		return (
			<Empty icon="ticket" title={words.noneOpen}>
				{words.noneOpenMore}
			</Empty>
		);
	return <Empty icon="ticket" title={words.none} />;
}
