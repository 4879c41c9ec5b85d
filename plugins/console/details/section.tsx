import { useState } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';

const place = 'parley:console:folded';

function folded(): string[] {
	try {
		return JSON.parse(localStorage.getItem(place) ?? '[]') as string[];
	} catch {
		return [];
	}
}

/** A section of the details: folds, and stays as it was left. */
export function Section({
	id,
	title,
	more,
	children,
}: {
	readonly id: string;
	readonly title: string;
	/** At the end of the title's line. */
	readonly more?: ReactNode;
	readonly children: ReactNode;
}) {
	const [isOpen, setOpen] = useState(() => !folded().includes(id));
	function turn(): void {
		const others = folded().filter((name) => name !== id);
		try {
			localStorage.setItem(place, JSON.stringify(isOpen ? [...others, id] : others));
		} catch {
			// Remembered until the page is left.
		}
		setOpen(!isOpen);
	}
	return (
		<section className="fact-section">
			<h3>
				<button type="button" aria-expanded={isOpen} onClick={turn}>
					<Icon name={isOpen ? 'down' : 'right'} />
					<span className="cut">{title}</span>
				</button>
				{more !== undefined && <span className="sub">{more}</span>}
			</h3>
			{isOpen && children}
		</section>
	);
}

/** One line: what it is, and what is so. */
export const Fact = ({
	name,
	children,
}: {
	readonly name: string;
	readonly children: ReactNode;
}) => (
	<div>
		<dt>{name}</dt>
		<dd dir="auto">{children}</dd>
	</div>
);
