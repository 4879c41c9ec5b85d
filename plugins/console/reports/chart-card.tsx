import { useId, useState } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { fill } from '../strings.ts';
import { useWidth } from './use-width.ts';
import { words } from './words.ts';

interface Props {
	readonly title: string;
	/** How it is counted. */
	readonly sub: string;
	/** Columns of the twelve. */
	readonly span: 3 | 4 | 5 | 7 | 12;
	readonly children: ReactNode;
	readonly foot?: ReactNode;
}

export function Card({ title, sub, span, children, foot }: Props) {
	const id = useId();
	return (
		<section className={`card span${span}`} aria-labelledby={id}>
			<header>
				<div>
					<h2 id={id}>{title}</h2>
					<p className="sub">{sub}</p>
				</div>
			</header>
			{children}
			{foot !== undefined && <div className="foot">{foot}</div>}
		</section>
	);
}

interface ChartProps extends Omit<Props, 'children'> {
	/** What the picture says, in a sentence. */
	readonly summary: string;
	/** Draws at so many pixels. */
	readonly draw: (width: number) => ReactNode;
	readonly table: ReactNode;
	readonly legend?: ReactNode;
}

/** A picture that can also be read as a table. */
export function ChartCard({ title, sub, span, summary, draw, table, legend, foot }: ChartProps) {
	const id = useId();
	const [isTable, setTable] = useState(false);
	const [ref, width] = useWidth();
	const name = fill(isTable ? words.asChart : words.asTable, { name: title });
	return (
		<section className={`card span${span}`} aria-labelledby={id}>
			<header>
				<div>
					<h2 id={id}>{title}</h2>
					<p className="sub">{sub}</p>
				</div>
				<Button
					kind="quiet"
					icon={isTable ? 'reports' : 'menu'}
					aria-label={name}
					title={name}
					onClick={() => setTable(!isTable)}
				/>
			</header>
			<div className="drawn" ref={ref}>
				{isTable ? (
					<div className="wide" role="group" aria-label={title} tabIndex={0}>
						{table}
					</div>
				) : (
					<>
						<p className="hidden">{summary}</p>
						{draw(width)}
					</>
				)}
			</div>
			{!isTable && legend !== undefined && <div className="legend">{legend}</div>}
			{foot !== undefined && <div className="foot">{foot}</div>}
		</section>
	);
}
