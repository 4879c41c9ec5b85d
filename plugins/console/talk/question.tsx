import { useLayoutEffect, useRef } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { strings } from '../strings.ts';

interface Props {
	readonly className: string;
	readonly label: string;
	/** What the button that goes on says. */
	readonly verb: string;
	readonly children: ReactNode;
	readonly onCancel: () => void;
	readonly onConfirm: () => void;
}

/** Asks once more, without a dialog. The focus goes to the harmless answer and afterwards back to where it was. */
export function Question({ className, label, verb, children, onCancel, onConfirm }: Props) {
	const root = useRef<HTMLDivElement>(null);
	useLayoutEffect(() => {
		const group = root.current;
		const opener = document.activeElement;
		group?.querySelector('button')?.focus();
		return () => {
			const { activeElement } = document;
			// Somebody who has gone on to another place stays there.
			if (opener instanceof HTMLElement && group?.contains(activeElement)) opener.focus();
		};
	}, []);
	return (
		<div ref={root} className={className} role="group" aria-label={label}>
			{children}
			<Button onClick={onCancel}>{strings.cancel}</Button>
			<Button kind="danger" onClick={onConfirm}>
				{verb}
			</Button>
		</div>
	);
}
