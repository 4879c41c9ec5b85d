import { useEffect, useState, useSyncExternalStore } from '@wordpress/element';
import { Icon } from '../icon.tsx';
import { words } from './words.ts';

interface Toast {
	readonly id: number;
	readonly text: string;
	readonly undo: (() => void) | null;
	/** It cannot be taken back any more. */
	readonly onGone: (() => void) | null;
}
/** Longer while the pointer or the focus is on it. */
const showMs = 8000;

let shown: Toast | null = null;
let count = 0;
const listeners = new Set<() => void>();
const set = (next: Toast | null): void => {
	const before = shown;
	shown = next;
	for (const listener of listeners) listener();
	before?.onGone?.();
};

/**
 * Says what was done; with `undo` it can be taken back for eight seconds, by the button or by Z. `onGone` is told when it is not
 * shown any more and was not taken back: for what can be done only then.
 */
export function toast(
	text: string,
	undo: (() => void) | null = null,
	onGone: (() => void) | null = null,
): void {
	set({ id: ++count, text, undo, onGone });
}
/** Takes back what the toast that is shown speaks of. False: there is nothing. */
export function undoLast(): boolean {
	const undo = shown?.undo ?? null;
	if (undo === null) return false;
	shown = null;
	undo();
	set(null);
	return true;
}

export function Toasts() {
	const now = useSyncExternalStore(
		(listener) => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		() => shown,
	);
	const [isHeld, setHeld] = useState(false);
	useEffect(() => {
		if (now === null || isHeld) return;
		const timer = setTimeout(() => set(null), showMs);
		return () => clearTimeout(timer);
	}, [now, isHeld]);
	return (
		<div
			className="toasts"
			role="status"
			onMouseEnter={() => setHeld(true)}
			onMouseLeave={() => setHeld(false)}
			onFocus={() => setHeld(true)}
			onBlur={() => setHeld(false)}
		>
			{now !== null && (
				<div className="toast" key={now.id}>
					<span>{now.text}</span>
					{now.undo !== null && (
						<button type="button" onClick={undoLast}>
							{words.undo}
						</button>
					)}
					<button type="button" aria-label={words.close} onClick={() => set(null)}>
						<Icon name="close" />
					</button>
				</div>
			)}
		</div>
	);
}
