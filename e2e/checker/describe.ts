import type { Anomaly } from './surface.ts';

const mostShown = 5;

/** A short text for people: how many of each kind on each surface, with the first ones. Empty when there are none. */
export function describeAnomalies(anomalies: readonly Anomaly[]): string {
	const groups = new Map<string, Anomaly[]>();
	for (const anomaly of anomalies) {
		const key = `${anomaly.invariant} ${anomaly.name} on ${anomaly.surface}`;
		groups.set(key, [...(groups.get(key) ?? []), anomaly]);
	}
	return [...groups]
		.map(([key, group]) => {
			const shown = group.slice(0, mostShown).map(({ detail }) => `  ${detail}`);
			const more = group.length > mostShown ? [`  and ${group.length - mostShown} more`] : [];
			return [`${key}: ${group.length}`, ...shown, ...more].join('\n');
		})
		.join('\n');
}
