import '../styles/archive.css';
import { useEffect, useRef, useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { onRowKeys, tabIndexOf } from '../shell/roving.ts';
import { go, type Route } from '../shell/router.ts';
import { Empty, Failed, Loading } from '../shell/states.tsx';
import { fill } from '../strings.ts';
import { Filters } from './filters.tsx';
import { Result } from './result.tsx';
import { Transcript } from './transcript.tsx';
import { anything, useArchive, type Wanted } from './use-archive.ts';
import { words } from './words.ts';

/** Rows of the server's first page: further ones are not taken from under a reader. */
const pageSize = 20;
const archivedMs = 1500;
/** What was chosen when the archive was left, so that it is there again: a running chat may have called away. */
let left: Wanted = anything;

/** Everything that was said, searched in while it is typed; beside it the transcript of what is chosen. */
export function Archive({ route }: { readonly route: Route }) {
	const [wanted, setWanted] = useState(left);
	const { shown, error, isLoading, more, reload } = useArchive(wanted);
	const field = useRef<HTMLInputElement>(null);
	const chosen = route.id;
	const rows = shown?.rows ?? [];
	const at = rows.findIndex(({ conversation }) => conversation.id === chosen);

	useEffect(() => {
		left = wanted;
	}, [wanted]);
	useEffect(() => {
		// On a phone the keyboard would cover what is there.
		if (matchMedia('(min-width: 768px)').matches && location.hash === '#archive')
			field.current?.focus();
	}, []);
	const { state } = useDesk();
	const ended = [...state.conversations.values()].filter(({ status }) => status === 'ended').length;
	const isFirstPage = rows.length <= pageSize;
	const known = useRef(ended);
	useEffect(() => {
		if (known.current === ended || !isFirstPage) return;
		// The archive knows of it a moment after it has ended.
		const timer = setTimeout(() => {
			known.current = ended;
			reload();
		}, archivedMs);
		return () => clearTimeout(timer);
	}, [ended, isFirstPage, reload]);
	const move = (by: number): void => {
		const next = rows[at === -1 ? 0 : at + by];
		if (next !== undefined) go('archive', next.conversation.id);
	};
	useKeys({ j: () => move(1), k: () => move(-1), '/': () => field.current?.focus() });

	return (
		<div className="panes archive">
			<section className="pane list" aria-label={words.search}>
				<h2 className="hidden">{words.search}</h2>
				<form className="archive-field" role="search" onSubmit={(event) => event.preventDefault()}>
					<div className="input">
						<Icon name="search" />
						<input
							ref={field}
							type="search"
							value={wanted.text}
							maxLength={200}
							dir="auto"
							placeholder={words.placeholder}
							aria-label={words.search}
							onChange={(event) => setWanted({ ...wanted, text: event.target.value })}
						/>
						{wanted.text !== '' && (
							<Button
								kind="quiet"
								icon="close"
								aria-label={words.clear}
								onClick={() => {
									setWanted({ ...wanted, text: '' });
									field.current?.focus();
								}}
							/>
						)}
					</div>
				</form>
				<Filters
					wanted={wanted}
					tags={rows.flatMap(({ conversation }) => conversation.tags)}
					onChange={setWanted}
				/>
				<div className="summary">
					<span className="dim num" role="status">
						{shown !== null && summaryOf(shown)}
					</span>
					<span className="dim push">{words.newestFirst}</span>
				</div>
				<div className="scroll" aria-busy={isLoading}>
					{error !== null && <Failed why={error} onRetry={reload} />}
					{shown === null && error === null && <Loading onRetry={reload} />}
					{shown !== null && rows.length === 0 && error === null && (
						<Nothing
							wanted={wanted}
							text={shown.text}
							isPartial={shown.isPartial}
							onAll={() => setWanted({ ...anything, text: wanted.text })}
						/>
					)}
					<ul className="hits" aria-label={words.results} onKeyDown={onRowKeys}>
						{rows.map((row, n) => (
							<Result
								key={row.conversation.id}
								row={row}
								isChosen={n === at}
								tabIndex={tabIndexOf(n, at)}
								onChoose={() => go('archive', row.conversation.id)}
							/>
						))}
					</ul>
					{shown !== null && shown.next !== null && (
						<p className="further">
							{shown.isPartial && <span className="dim">{words.partial}</span>}
							<Button disabled={isLoading} onClick={() => void more()}>
								{shown.isPartial ? words.goOn : words.more}
							</Button>
						</p>
					)}
				</div>
			</section>
			{chosen === null ? (
				<section className="pane whole is-empty" aria-label={words.transcript}>
					<Empty icon="archive" title={words.choose}>
						{words.chooseMore}
					</Empty>
				</section>
			) : (
				<Transcript key={chosen} id={chosen} text={wanted.text.trim()} />
			)}
		</div>
	);
}

function summaryOf({ rows, next }: NonNullable<ReturnType<typeof useArchive>['shown']>): string {
	const text = next !== null ? words.countMore : rows.length === 1 ? words.countOne : words.count;
	const hits = rows.reduce((sum, { hitCount }) => sum + hitCount, 0);
	const conversations = fill(text, { n: rows.length });
	if (hits === 0) return rows.length === 0 ? '' : conversations;
	return `${conversations}, ${hits === 1 ? words.hitOne : fill(words.hits, { n: hits })}`;
}

function Nothing({
	wanted,
	text,
	isPartial,
	onAll,
}: {
	readonly wanted: Wanted;
	readonly text: string;
	readonly isPartial: boolean;
	readonly onAll: () => void;
}) {
	const { text: _text, ...filters } = wanted;
	const isFiltered = Object.values(filters).some((value) => value !== null);
	const action = isFiltered ? <Button onClick={onAll}>{words.clearFilters}</Button> : undefined;
	if (isPartial) return null;
	if (text !== '')
		return (
			<Empty icon="search" title={fill(words.noHits, { text })} action={action}>
				{words.noHitsMore}
			</Empty>
		);
	return (
		<Empty icon="archive" title={isFiltered ? words.noneFits : words.nothing} action={action}>
			{isFiltered ? undefined : words.nothingMore}
		</Empty>
	);
}
