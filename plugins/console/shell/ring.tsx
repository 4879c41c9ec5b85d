import type { ReactNode } from 'react';

export type Lateness = 'fine' | 'soon' | 'late';

/** How the wait stands to its limit: fine under half, soon from half, late from the limit. */
export function latenessOf(waitMs: number, limitMs: number): Lateness {
	if (waitMs >= limitMs) return 'late';
	return waitMs * 2 >= limitMs ? 'soon' : 'fine';
}

/** The waiting ring around a face: the arc is the wait divided by the limit; shape and colour change together. The time always stands beside it. */
export function Ring({
	waitMs,
	limitMs,
	children,
}: {
	readonly waitMs: number;
	readonly limitMs: number;
	readonly children: ReactNode;
}) {
	const lateness = latenessOf(waitMs, limitMs);
	const share = Math.min(100, Math.max(2, Math.round((waitMs / limitMs) * 100)));
	return (
		<span className={`ring ${lateness}`}>
			<svg viewBox="0 0 40 40" aria-hidden="true">
				<circle className="track" cx="20" cy="20" r="18.5" />
				<circle
					className="arc"
					cx="20"
					cy="20"
					r="18.5"
					pathLength="100"
					strokeDasharray={`${share} 100`}
				/>
			</svg>
			{children}
			{lateness === 'soon' && (
				<em aria-hidden="true">
					<svg viewBox="0 0 10 10">
						<path d="M5 2v3l1.8 1.4" />
					</svg>
				</em>
			)}
			{lateness === 'late' && <em aria-hidden="true">!</em>}
		</span>
	);
}
