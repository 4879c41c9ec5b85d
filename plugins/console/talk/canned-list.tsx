import { useEffect, useRef } from '@wordpress/element';
import type { ReplyView } from '../../../shared/views/reply-view.ts';
import { addressOf } from '../shell/router.ts';
import { fill } from '../strings.ts';
import { fillReply, type Values } from './canned.ts';
import { words } from './composer-words.ts';

interface Props {
	readonly id: string;
	readonly query: string;
	readonly found: readonly ReplyView[];
	/** Which one Enter inserts. */
	readonly at: number;
	readonly values: Values;
	readonly onChoose: (reply: ReplyView) => void;
	readonly onPoint: (index: number) => void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What `#` offers, between timeline and composer. The field keeps the focus and its keys work the list. */
export function CannedList({ id, query, found, at, values, onChoose, onPoint }: Props) {
	const root = useRef<HTMLDivElement>(null);
	useEffect(() => {
		root.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' });
	}, [at, found]);
	const title = query === '' ? words.cannedTitle : fill(words.cannedFor, { query });
	return (
		<div className="canned" ref={root}>
			<p className="canned-head" role="status">
				{found.length > 0 || query === '' ? title : fill(words.cannedNone, { query })}
			</p>
			{found.length === 0 && query === '' && <p className="none">{words.cannedEmpty}</p>}
			{found.length > 0 && (
				<div id={id} role="listbox" aria-label={words.cannedTitle}>
					{found.map((reply, index) => (
						<div
							key={reply.id}
							id={optionId(id, index)}
							role="option"
							aria-selected={index === at}
							className="opt"
							onPointerMove={() => onPoint(index)}
							// The field keeps the focus.
							onMouseDown={(event) => event.preventDefault()}
							onClick={() => onChoose(reply)}
						>
							<span className="key cut" title={`#${reply.key}`}>
								#{reply.key}
							</span>
							<span className="words">
								<b className="cut" dir="auto">
									{reply.title}
								</b>
								<span className="sub cut" dir="auto">
									{fillReply(reply.text, values)}
								</span>
							</span>
							<span className="sub">{reply.isShared ? words.shared : words.onlyMe}</span>
						</div>
					))}
				</div>
			)}
			<p className="hints">
				<span className="keys-hint">
					<kbd>↑</kbd>
					<kbd>↓</kbd> {words.choose} <kbd>↵</kbd> {words.insert} <kbd>esc</kbd> {words.close}
				</span>
				<a className="push" href={addressOf('settings', 'replies', 'new')}>
					{words.newCanned}
				</a>
			</p>
		</div>
	);
}
