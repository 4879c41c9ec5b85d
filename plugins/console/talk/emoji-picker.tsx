import { useEffect, useRef, useState } from '@wordpress/element';
import type { KeyboardEvent } from 'react';
import { emoji, stepInGrid } from '../../../shared/client/emoji.ts';
import { words } from './composer-words.ts';

/** A grid of common emoji: one stop for Tab, arrow keys in it. Each is its own name. */
export function EmojiPicker({
	onChoose,
	onClose,
}: {
	readonly onChoose: (emoji: string) => void;
	readonly onClose: () => void;
}) {
	const [at, setAt] = useState(0);
	const root = useRef<HTMLDivElement>(null);
	useEffect(() => root.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus(), [at]);
	useEffect(() => {
		const onDown = ({ target }: Event): void => {
			const isInside = target instanceof Element && target.closest('.emoji, .emoji-tool') !== null;
			if (!isInside) onClose();
		};
		document.addEventListener('pointerdown', onDown);
		return () => document.removeEventListener('pointerdown', onDown);
	}, [onClose]);

	function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
		if (event.key === 'Escape') {
			event.stopPropagation();
			return onClose();
		}
		const isMirrored = getComputedStyle(event.currentTarget).direction === 'rtl';
		const to = stepInGrid(event.key, at, isMirrored);
		if (to === null) return;
		event.preventDefault();
		if (emoji[to] !== undefined) setAt(to);
	}
	return (
		<div ref={root} className="emoji" role="group" aria-label={words.emoji} onKeyDown={onKeyDown}>
			{emoji.map((sign, index) => (
				<button
					key={sign}
					type="button"
					aria-label={sign}
					tabIndex={index === at ? 0 : -1}
					onClick={() => onChoose(sign)}
				>
					{sign}
				</button>
			))}
		</div>
	);
}
