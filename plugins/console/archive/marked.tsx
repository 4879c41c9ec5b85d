import type { Range } from '../../../shared/search/find-words.ts';

/** A text with what was found in it marked. The ranges are ascending and within it. */
export function Marked({
	text,
	ranges,
}: {
	readonly text: string;
	readonly ranges: readonly Range[];
}) {
	if (ranges.length === 0) return <>{text}</>;
	let at = 0;
	const parts = ranges.flatMap(([start, end]) => {
		const before = text.slice(at, start);
		at = end;
		return [before, <mark key={start}>{text.slice(start, end)}</mark>];
	});
	return (
		<>
			{parts}
			{text.slice(at)}
		</>
	);
}
