import { useEffect, useId, useState } from '@wordpress/element';
import { coloursOf, contrastOf } from '../../../../shared/colour/owner-colours.ts';
import { oklchOf } from '../../../../shared/colour/oklch.ts';
import { Icon } from '../../icon.tsx';
import { locale } from '../../format.ts';
import { fill } from '../../strings.ts';
import { words } from './words.ts';

interface Props {
	/** Null: ours. */
	readonly value: string | null;
	readonly onChange: (value: string | null) => void;
}

const ours = '#006d5a';
const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);
/** Above that white text could not be read on it, and the server holds it there. */
const lightest = 0.47;

/** The owner's colour, and how well text is read on what becomes of it. */
export function Colour({ value, onChange }: Props) {
	const id = useId();
	const [text, setText] = useState(value ?? '');
	useEffect(() => setText(value ?? ''), [value]);
	const isWrong = text !== '' && !isColour(text);
	const change = (next: string): void => {
		setText(next);
		if (next === '') onChange(null);
		else if (isColour(next)) onChange(next.toLowerCase());
	};
	const { accent, onAccent } = coloursOf(value ?? ours).light;
	const isHeld = value !== null && oklchOf(value).l > lightest + 0.005;
	const n = figure.format(contrastOf(accent, onAccent));
	return (
		<div className="field">
			<label htmlFor={id}>{words.colour}</label>
			<div className="input colour">
				<input
					type="color"
					aria-label={words.colourPick}
					value={value ?? ours}
					onChange={(event) => change(event.currentTarget.value)}
				/>
				<input
					id={id}
					className="mono"
					value={text}
					maxLength={7}
					placeholder={words.colourNone}
					aria-invalid={isWrong || undefined}
					aria-describedby={`${id}-help`}
					onChange={(event) => change(event.currentTarget.value.trim())}
				/>
			</div>
			<p className={isWrong ? 'help bad' : 'help reads'} id={`${id}-help`} role="status">
				{isWrong ? (
					words.colourWrong
				) : (
					<>
						<Icon name={isHeld ? 'info' : 'check'} />
						{fill(isHeld ? words.readsHeld : words.readsWell, { n })}
					</>
				)}
			</p>
		</div>
	);
}
