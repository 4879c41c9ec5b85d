import type { MetricView } from '../../../shared/views/report-view.ts';
import { lineOf } from './scale.ts';

const [width, height] = [82, 28];

/** The way of a figure over the days; the words beside it say what matters, so this says nothing to a screen reader. */
export function Spark({ metric }: { readonly metric: MetricView }) {
	const values = metric.days.map(({ value }) => value);
	const known = values.filter((value) => value !== null);
	if (known.length < 2) return null;
	const [least, most] = [Math.min(...known), Math.max(...known)];
	const points = values.map((value, n) => {
		if (value === null) return null;
		const part = most === least ? 0.5 : (value - least) / (most - least);
		return [2 + (n * (width - 6)) / Math.max(1, values.length - 1), 24 - part * 20] as const;
	});
	const last = points.findLast((point) => point !== null);
	return (
		<svg
			className="spark"
			width={width}
			height={height}
			viewBox={`0 0 ${width} ${height}`}
			aria-hidden="true"
		>
			<path d={lineOf(points)} />
			{last !== undefined && last !== null && <circle cx={last[0]} cy={last[1]} r="2.5" />}
		</svg>
	);
}
