import { useEffect, useId, useRef } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { words } from './words.ts';

interface Props {
	readonly title: string;
	readonly onClose: () => void;
	readonly children: ReactNode;
	/** Buttons, the one that acts last. */
	readonly footer?: ReactNode;
	readonly className?: string;
	/** The form inside is sent by Enter, or Cmd and Enter in a text. */
	readonly onSubmit?: () => void;
}

const firstField = '.body :is(input, textarea, select):not(:disabled)';

/** A modal layer: the browser keeps the focus in it, closes it by Esc and gives the focus back to what opened it. */
export function Dialog({ title, onClose, children, footer, className = '', onSubmit }: Props) {
	const dialog = useRef<HTMLDialogElement>(null);
	const id = useId();
	useEffect(() => {
		const opener = document.activeElement;
		dialog.current?.showModal();
		// The browser would begin at the cross that closes it.
		dialog.current?.querySelector<HTMLElement>(firstField)?.focus();
		return () => {
			if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
		};
	}, []);
	return (
		<dialog
			ref={dialog}
			className={`dialog ${className}`}
			aria-labelledby={id}
			onCancel={(event) => {
				event.preventDefault();
				onClose();
			}}
			onMouseDown={(event) => {
				if (event.target === dialog.current) onClose();
			}}
			onKeyDown={(event) => {
				// A key that is meant for the dialog must not work what lies under it.
				event.stopPropagation();
				if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) onSubmit?.();
			}}
		>
			<form
				method="dialog"
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					onSubmit?.();
				}}
			>
				<header>
					<h2 id={id}>{title}</h2>
					<Button kind="quiet" icon="close" aria-label={words.close} onClick={onClose} />
				</header>
				<div className="body">{children}</div>
				{footer !== undefined && <footer>{footer}</footer>}
			</form>
		</dialog>
	);
}
