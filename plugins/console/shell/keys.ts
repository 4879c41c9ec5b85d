import { useEffect, useRef } from '@wordpress/element';

/*
 * Keys that work wherever nothing is being written. A name is one key (`c`, `?`), one with Shift (`Shift E`), with the command key
 * (`Mod k`: Cmd on a Mac, Ctrl elsewhere), or two after one another (`g i`). Single letters can be switched off.
 */
export type KeyTable = Readonly<Record<string, () => void>>;

const tables: { current: KeyTable }[] = [];
let pending = '';
let pendingAt = 0;
let lettersOn = true;
const sequenceMs = 1200;

/** Single letters may disturb who speaks to the browser: off leaves Mod, Esc and F keys. */
export const switchLetters = (isOn: boolean): void => {
	lettersOn = isOn;
};

/** Works these keys while the component is shown; the one that was shown last comes first. */
export function useKeys(table: KeyTable): void {
	const kept = useRef(table);
	kept.current = table;
	useEffect(() => {
		if (tables.length === 0) document.addEventListener('keydown', onKeyDown);
		tables.unshift(kept);
		return () => {
			tables.splice(tables.indexOf(kept), 1);
			if (tables.length === 0) document.removeEventListener('keydown', onKeyDown);
		};
	}, []);
}

export function nameOf(
	event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'metaKey' | 'ctrlKey'>,
): string {
	const isMod = event.metaKey || event.ctrlKey;
	const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
	const isLetter = event.key.length === 1 && event.key.toLowerCase() !== event.key.toUpperCase();
	// `?` and `#` need Shift on some keyboards and not on others: their name is the sign itself.
	const shift = event.shiftKey && (isLetter || event.key.length > 1) ? 'Shift ' : '';
	return `${isMod ? 'Mod ' : ''}${shift}${key}`;
}

function onKeyDown(event: KeyboardEvent): void {
	if (event.defaultPrevented || event.isComposing || event.altKey) return;
	if (document.querySelector('dialog[open]') !== null) return;
	const name = nameOf(event);
	const isPlain = event.key.length === 1 && !event.metaKey && !event.ctrlKey;
	if (isPlain && (!lettersOn || isWriting(event.target))) return;
	const now = performance.now();
	const both = now - pendingAt < sequenceMs && pending !== '' ? `${pending} ${name}` : name;
	pending = '';
	for (const candidate of both === name ? [name] : [both, name]) {
		const found = tables.find(({ current }) => Object.hasOwn(current, candidate));
		if (found === undefined) continue;
		event.preventDefault();
		found.current[candidate]?.();
		return;
	}
	if (
		tables.some(({ current }) => Object.keys(current).some((key) => key.startsWith(`${name} `)))
	) {
		pending = name;
		pendingAt = now;
	}
}

const isWriting = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement &&
	(target.isContentEditable ||
		target instanceof HTMLTextAreaElement ||
		target instanceof HTMLSelectElement ||
		(target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));
