import { useEffect, useRef, useState } from '@wordpress/element';
import { fill } from '../strings.ts';
import type { Entry, SaidEntry } from './entries.ts';
import { words } from './talk-words.ts';

/** Reads what others write, once, when it comes: not what was there, not own words, never a draft. */
export function Announcer({ entries }: { readonly entries: readonly Entry[] }) {
	const [text, setText] = useState('');
	const last = lastOf(entries);
	const told = useRef(last);
	useEffect(() => {
		if (last <= told.current) return;
		const from = told.current;
		told.current = last;
		const news = entries.filter(
			(entry): entry is SaidEntry =>
				entry.kind === 'said' && !entry.isOwn && !entry.isDeleted && (entry.seq ?? 0) > from,
		);
		if (news.length > 0) setText(news.map(spoken).join('\n'));
	}, [entries, last]);
	return (
		<p className="hidden announcer" aria-live="polite">
			{text}
		</p>
	);
}

const lastOf = (entries: readonly Entry[]): number =>
	entries.reduce((last, { seq }) => Math.max(last, seq ?? 0), 0);

function spoken({ isNote, author: name, text, files }: SaidEntry): string {
	const [file] = files;
	if (text === '' && file !== undefined)
		return fill(words.announcedFile, { name, file: file.name });
	return fill(isNote ? words.announcedNote : words.announced, { name, text });
}
