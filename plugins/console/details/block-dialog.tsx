import { useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { words as shellWords } from '../shell/words.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

const terms = [
	[1, words.days1],
	[7, words.days7],
	[30, words.days30],
	[null, words.forGood],
] as const;

export interface How {
	readonly address: boolean;
	readonly reason: string;
	readonly days: number | null;
}

/** Asks before somebody is shut out, and says what it means. */
export function BlockDialog({
	name,
	isHere,
	onBlock,
	onClose,
}: {
	readonly name: string;
	/** The address is known only while the visitor is on the site. */
	readonly isHere: boolean;
	readonly onBlock: (how: How) => void;
	readonly onClose: () => void;
}) {
	const [how, setHow] = useState<How>({ address: false, reason: '', days: 7 });
	const block = () => onBlock(how);
	return (
		<Dialog
			title={fill(words.blockTitle, { name })}
			onClose={onClose}
			onSubmit={block}
			footer={
				<>
					<Button onClick={onClose}>{shellWords.cancel}</Button>
					<Button kind="danger" type="submit">
						{words.block}
					</Button>
				</>
			}
		>
			<div className="stack">
				<p>{words.blockMore}</p>
				<fieldset className="field">
					<legend>{words.blockFor}</legend>
					<div className="seg">
						{terms.map(([days, label]) => (
							<label key={label} className={how.days === days ? 'on' : ''}>
								<input
									type="radio"
									name="days"
									checked={how.days === days}
									onChange={() => setHow({ ...how, days })}
								/>
								{label}
							</label>
						))}
					</div>
				</fieldset>
				<div className="field">
					<label htmlFor="block-reason">{words.reason}</label>
					<div className="input">
						<input
							id="block-reason"
							maxLength={300}
							dir="auto"
							value={how.reason}
							onChange={(event) => setHow({ ...how, reason: event.currentTarget.value })}
						/>
					</div>
				</div>
				{isHere && (
					<label className="check">
						<input
							type="checkbox"
							checked={how.address}
							onChange={(event) => setHow({ ...how, address: event.currentTarget.checked })}
						/>
						<span>
							{words.blockAddress}
							<span className="sub">{words.blockAddressMore}</span>
						</span>
					</label>
				)}
			</div>
		</Dialog>
	);
}
