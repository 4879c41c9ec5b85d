import { useId, useState } from '@wordpress/element';
import type { ComponentProps } from 'react';
import { Icon } from '../icon.tsx';
import { strings } from '../strings.ts';

type Props = Omit<ComponentProps<'input'>, 'id'> & {
	readonly label: string;
	readonly aside?: string;
	readonly help?: string;
	/** Takes the place of the help. */
	readonly error?: string | undefined;
};

/** Label above, help below, the error in the place of the help. */
export function Field({ label, aside, help, error, type = 'text', ...input }: Props) {
	const id = useId();
	const [isShown, setShown] = useState(false);
	const isSecret = type === 'password';
	return (
		<div className="field">
			<label htmlFor={id}>
				{label} {aside !== undefined && <span>{aside}</span>}
			</label>
			<div className="input">
				<input
					{...input}
					id={id}
					type={isSecret && isShown ? 'text' : type}
					aria-invalid={error !== undefined}
					aria-describedby={`${id}-help`}
				/>
				{isSecret && (
					<button
						type="button"
						className="reveal"
						aria-pressed={isShown}
						onClick={() => setShown(!isShown)}
					>
						<Icon name="eye" />
						{isShown ? strings.hide : strings.show}
					</button>
				)}
			</div>
			<p id={`${id}-help`} className={error === undefined ? 'help' : 'help bad'}>
				{error ?? help}
			</p>
		</div>
	);
}
