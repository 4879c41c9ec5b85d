import { useState } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import type { Mark, Pending, SaidEntry } from './entries.ts';
import { words } from './talk-words.ts';

/** A text before it was changed. */
export interface Earlier {
	readonly text: string;
	/** Epoch milliseconds. */
	readonly at: number;
}

interface Props {
	readonly entry: SaidEntry;
	readonly client: AgentClient;
	readonly earlierOf: (seq: number) => readonly Earlier[];
}

/** Below a message: when, by whom where that is not plain, how far it came. */
export function Stamp({ entry, client, earlierOf }: Props) {
	const [showsEarlier, showEarlier] = useState(false);
	const { pending, seq, mark, isNote } = entry;
	if (pending !== null) return <Sending pending={pending} client={client} />;
	const isEdited = entry.isEdited && !entry.isDeleted;
	// A note says above who wrote it and when.
	const saysWhen = !isNote && (entry.isLast || mark !== null || isEdited);
	if (!saysWhen && !isEdited) return null;
	const saysWho = entry.side !== 'visitor' && !entry.isOwn;
	return (
		<>
			{showsEarlier && seq !== null && (
				<ol className="earlier" aria-label={words.earlierTexts}>
					{earlierOf(seq).map(({ text, at }, index) => (
						<li key={index}>
							<time>{timeOf(at)}</time> <span dir="auto">{text}</span>
						</li>
					))}
				</ol>
			)}
			<p className="stamp">
				{isEdited && (
					<button
						type="button"
						className="edited"
						aria-expanded={showsEarlier}
						onClick={() => showEarlier(!showsEarlier)}
					>
						{words.edited}
					</button>
				)}
				{saysWhen && saysWho && <span aria-hidden="true">{entry.author}</span>}
				{saysWhen && <time aria-hidden="true">{timeOf(entry.at)}</time>}
				{mark !== null && <Came mark={mark} />}
			</p>
		</>
	);
}

const Came = ({ mark }: { readonly mark: Mark }) => (
	<span className={`came ${mark}`}>
		<Icon name={mark === 'sent' ? 'check' : 'checks'} />
		{words[mark]}
	</span>
);

function Sending({ pending, client }: { readonly pending: Pending; readonly client: AgentClient }) {
	const { state, code, message, frame } = pending;
	if (state !== 'failed') {
		const isSent = state === 'sent';
		return (
			<p className="stamp">
				<Icon name={isSent ? 'check' : 'clock'} />
				{code === null || isSent ? words[state] : words.delayed}
			</p>
		);
	}
	return (
		<p className="stamp bad" role="alert">
			<Icon name="alert" />
			{words.notSent} {message}
			<button type="button" className="link" onClick={() => client.tryAgain(frame.clientId)}>
				{words.tryAgain}
			</button>
			<button type="button" className="link" onClick={() => client.discard(frame.clientId)}>
				{words.discard}
			</button>
		</p>
	);
}
