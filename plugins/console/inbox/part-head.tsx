import type { Part } from './lists.ts';
import { partWords } from './part-words.ts';

/** Title of a part of the list, with its number; what has ended can be folded away. */
export function PartHead({
	part,
	count,
	isFolded,
	onFold,
}: {
	readonly part: Part;
	readonly count: number;
	readonly isFolded: boolean;
	readonly onFold: (isFolded: boolean) => void;
}) {
	const title = partWords[part];
	if (part !== 'ended')
		return (
			<h3 className="part">
				{title} <span className="num">{count}</span>
			</h3>
		);
	return (
		<h3 className="part">
			<button type="button" aria-expanded={!isFolded} onClick={() => onFold(!isFolded)}>
				{title} <span className="num">{count}</span>
			</button>
		</h3>
	);
}
