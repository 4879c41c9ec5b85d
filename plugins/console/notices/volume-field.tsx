import { useEffect, useId, useState } from '@wordpress/element';
import { fill } from '../fill.ts';
import { pageSounds } from './sounds.ts';
import { words } from './words.ts';

interface VolumeProps {
	/** Per cent. */
	readonly value: number;
	/** Once the agent lets go. */
	readonly onChange: (value: number) => void;
}

export function VolumeField({ value, onChange }: VolumeProps) {
	const id = useId();
	const [now, setNow] = useState(value);
	useEffect(() => setNow(value), [value]);
	const settle = (): void => {
		if (now === value) return;
		pageSounds.play('message', now);
		onChange(now);
	};
	return (
		<div className="field">
			<label htmlFor={id}>{words.volume}</label>
			<input
				id={id}
				type="range"
				className="volume"
				min={0}
				max={100}
				step={5}
				value={now}
				aria-valuetext={fill(words.volumeOf, { n: now })}
				onChange={({ currentTarget }) => setNow(Number(currentTarget.value))}
				onPointerUp={settle}
				onKeyUp={settle}
				onBlur={settle}
			/>
		</div>
	);
}
