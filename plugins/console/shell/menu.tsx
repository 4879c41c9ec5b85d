import { useEffect, useId, useRef, useState } from '@wordpress/element';
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon, type IconName } from '../icon.tsx';

export interface Choice {
	readonly key: string;
	readonly label: string;
	/** A second, smaller line. */
	readonly more?: string;
	readonly icon?: IconName;
	/** Instead of an icon. */
	readonly mark?: ReactNode;
	/** One of several of which one holds; undefined: an act. */
	readonly isOn?: boolean;
	readonly isOff?: boolean;
	/** Deletes or blocks. */
	readonly isBad?: boolean;
	/** A line stands before it. */
	readonly isApart?: boolean;
	onChoose(): void;
}

interface Props {
	/** What the button says to a screen reader when `children` are no words. */
	readonly label: string;
	readonly choices: readonly Choice[];
	/** What stands in the button. */
	readonly children: ReactNode;
	readonly className?: string;
	/** The children say all of it themselves, also to a screen reader: `label` names only the menu. */
	readonly isNamedByContent?: boolean;
	readonly disabled?: boolean;
	/** Opens towards the start, the end, or upwards. */
	readonly side?: 'start' | 'end' | 'up';
	/** Below the choices: what is no choice. */
	readonly note?: ReactNode;
	/** Counts up to open it by a key. */
	readonly openSignal?: number;
}

/** A button with a menu: arrows, Home, End and first letters move, Enter chooses, Esc closes and the focus is back on the button. */
export function Menu(props: Props) {
	const {
		label,
		choices,
		children,
		className = 'btn',
		side = 'start',
		note,
		openSignal = 0,
	} = props;
	const [isOpen, setOpen] = useState(false);
	const root = useRef<HTMLDivElement>(null);
	const button = useRef<HTMLButtonElement>(null);
	const id = useId();

	useEffect(() => {
		if (openSignal > 0) setOpen(true);
	}, [openSignal]);
	useEffect(() => {
		if (!isOpen) return;
		const items = itemsOf(root.current);
		(items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
		const onDown = (event: Event): void => {
			if (!root.current?.contains(event.target as Node)) setOpen(false);
		};
		document.addEventListener('pointerdown', onDown);
		return () => document.removeEventListener('pointerdown', onDown);
	}, [isOpen]);

	function close(): void {
		setOpen(false);
		button.current?.focus();
	}
	function onKeyDown(event: KeyboardEvent): void {
		if (!isOpen) {
			if (event.key !== 'ArrowDown') return;
			event.preventDefault();
			return setOpen(true);
		}
		event.stopPropagation();
		if (event.key === 'Escape') return close();
		if (event.key === 'Tab') return setOpen(false);
		const items = itemsOf(root.current);
		const at = items.indexOf(document.activeElement as HTMLElement);
		const to = nextOf(event.key, at, items);
		if (to === null) return;
		event.preventDefault();
		items[to]?.focus();
	}

	return (
		<div className="menu-root" ref={root} onKeyDown={onKeyDown}>
			<button
				ref={button}
				type="button"
				className={className}
				aria-label={props.isNamedByContent === true ? undefined : label}
				aria-haspopup="menu"
				aria-expanded={isOpen}
				aria-controls={isOpen ? id : undefined}
				disabled={props.disabled}
				onClick={() => setOpen(!isOpen)}
			>
				{children}
			</button>
			{isOpen && (
				<div className={`menu ${side}`} id={id} role="menu" aria-label={label}>
					{choices.map((choice) => (
						<button
							key={choice.key}
							type="button"
							role={choice.isOn === undefined ? 'menuitem' : 'menuitemradio'}
							aria-checked={choice.isOn}
							aria-disabled={choice.isOff}
							className={`opt ${choice.isBad ? 'bad' : ''} ${choice.isApart ? 'apart' : ''}`}
							tabIndex={-1}
							onClick={() => {
								if (choice.isOff) return;
								close();
								choice.onChoose();
							}}
						>
							{choice.mark ?? (choice.icon !== undefined && <Icon name={choice.icon} />)}
							<span className="words">
								{choice.label}
								{choice.more !== undefined && <span className="sub">{choice.more}</span>}
							</span>
							{choice.isOn === true && <Icon name="check" />}
						</button>
					))}
					{note !== undefined && <div className="menu-note">{note}</div>}
				</div>
			)}
		</div>
	);
}

const itemsOf = (root: HTMLElement | null): HTMLElement[] => [
	...(root?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? []),
];

function nextOf(key: string, at: number, items: readonly HTMLElement[]): number | null {
	const last = items.length - 1;
	switch (key) {
		case 'ArrowDown':
			return at === last ? 0 : at + 1;
		case 'ArrowUp':
			return at <= 0 ? last : at - 1;
		case 'Home':
			return 0;
		case 'End':
			return last;
	}
	if (key.length !== 1) return null;
	const from = [...items.keys()].map((n) => (at + 1 + n) % items.length);
	const found = from.find((n) =>
		items[n]?.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()),
	);
	return found ?? null;
}
