import { useId } from '@wordpress/element';
import { Icon } from '../icon.tsx';
import { words } from './composer-words.ts';
import type { Mode } from './drafts.ts';

interface Props {
	readonly mode: Mode;
	readonly mayReply: boolean;
	/** Id of the sentence that says who will read it. */
	readonly seenId: string;
	readonly seen: string;
	readonly onChoose: (mode: Mode) => void;
}

/** To the visitor or to the team, and the sentence that says so. */
export function ModeSwitch({ mode, mayReply, seenId, seen, onChoose }: Props) {
	const name = useId();
	return (
		<div className="mode">
			<div className="seg" role="radiogroup" aria-label={words.mode}>
				{(['reply', 'note'] as const).map((each) => (
					<label
						key={each}
						className={each === mode ? 'on' : ''}
						title={each === 'reply' ? 'R' : 'N'}
					>
						<input
							type="radio"
							name={name}
							checked={each === mode}
							disabled={each === 'reply' && !mayReply}
							onChange={() => onChoose(each)}
						/>
						{each === 'note' && <Icon name="lock" />}
						{words[each]}
					</label>
				))}
			</div>
			<p id={seenId} className="seen-by">
				{seen}
			</p>
		</div>
	);
}
