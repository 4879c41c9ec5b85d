import { memo } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill } from '../strings.ts';
import { dayName } from './day-name.ts';
import type { Entry, SaidEntry } from './entries.ts';
import { Said } from './said.tsx';
import type { Earlier } from './stamp.tsx';
import { words } from './talk-words.ts';

/** What rows need and what does not change while a conversation is open. */
export interface RowActs {
	readonly client: AgentClient;
	readonly conversation: string;
	/** Null: none is known. */
	readonly visitorsOwnName: string | null;
	nameOf(entry: SaidEntry): string;
	photoOf(entry: SaidEntry): string | null;
	earlierOf(seq: number): readonly Earlier[];
	/** Whether to delete that message; null: no question. */
	onAsk(seq: number | null): void;
	/** Gives the focus back. */
	afterEdit(): void;
	onFold(): void;
}

interface Props {
	readonly entries: readonly Entry[];
	readonly acts: RowActs;
	readonly isOnline: boolean;
	/** Null: none of these. */
	readonly editing: number | null;
	readonly asked: number | null;
}

/** Rows in a block are drawn anew together, and not at all while they are out of sight. */
export const blockSize = 40;

/** By number, so that a block keeps its rows when earlier ones come above it. */
export function blocksOf(entries: readonly Entry[]): { key: number; entries: Entry[] }[] {
	const blocks: { key: number; entries: Entry[] }[] = [];
	for (const entry of entries) {
		const key = entry.seq === null ? Infinity : Math.floor(entry.seq / blockSize);
		const last = blocks.at(-1);
		if (last === undefined || last.key < key) blocks.push({ key, entries: [entry] });
		else last.entries.push(entry);
	}
	return blocks;
}

export const Block = memo(
	({ entries, acts, isOnline, editing, asked }: Props) => (
		<div className="block">
			{entries.map((entry) =>
				entry.kind === 'said' ? (
					<Said
						key={entry.key}
						entry={entry}
						acts={acts}
						isOnline={isOnline}
						isEditing={entry.seq !== null && entry.seq === editing}
						isAsked={entry.seq !== null && entry.seq === asked}
					/>
				) : (
					<Line key={entry.key} entry={entry} acts={acts} />
				),
			)}
		</div>
	),
	(a, b) =>
		a.acts === b.acts &&
		a.isOnline === b.isOnline &&
		a.editing === b.editing &&
		a.asked === b.asked &&
		a.entries.length === b.entries.length &&
		a.entries.every((entry, index) => isSame(entry, b.entries[index])),
);

/** What an entry holds comes from events, which never change: comparing by identity is enough. */
function isSame(a: Entry, b: Entry | undefined): boolean {
	if (a === b) return true;
	if (b === undefined || a.kind !== b.kind || a.key !== b.key) return false;
	if (a.kind === 'line') return true;
	const [before, after] = [Object.entries(a), Object.entries(b)];
	return before.every(([, value], index) => after[index]?.[1] === value);
}

function Line({
	entry,
	acts,
}: {
	readonly entry: Exclude<Entry, SaidEntry>;
	readonly acts: RowActs;
}) {
	switch (entry.kind) {
		case 'day':
			return <p className="line">{dayName(entry.at)}</p>;
		case 'new':
			return (
				<p className="newline">
					<span>{fill(words.newSince, { time: timeOf(entry.at) })}</span>
				</p>
			);
		case 'fold':
			return (
				<p className="line">
					<button type="button" className="fold" aria-expanded={entry.isOpen} onClick={acts.onFold}>
						<Icon name="bot" />
						{entry.count === 1 ? words.botOne : fill(words.botMany, { n: entry.count })}
						<Icon name={entry.isOpen ? 'up' : 'down'} />
					</button>
				</p>
			);
		case 'line':
			return (
				<p className="line">
					<Icon name={entry.icon} />
					<span>
						<Bold text={entry.text} values={entry.values} />
						{entry.more !== '' && (
							<>
								{': '}
								<q dir="auto">{entry.more}</q>
							</>
						)}
					</span>{' '}
					<time>{timeOf(entry.at)}</time>
				</p>
			);
	}
}

/** What stands in the places of the text, in bold. */
const Bold = ({
	text,
	values,
}: {
	readonly text: string;
	readonly values: Readonly<Record<string, string>>;
}) => (
	<>
		{text
			.split(/\{(\w+)\}/)
			.map((piece, index) => (index % 2 === 0 ? piece : <b key={index}>{values[piece] ?? ''}</b>))}
	</>
);
