import type { Spread } from './measure.ts';

const digits = (value: number): string => {
	if (!Number.isFinite(value)) return '-';
	const places = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
	return value.toLocaleString('en', { maximumFractionDigits: places });
};

/** `12.3 [11.0 .. 14.2]` */
export const shown = ({ median, min, max }: Spread): string =>
	`${digits(median)} [${digits(min)} .. ${digits(max)}]`;
export const figure = digits;

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
	const widths = head.map((title, column) =>
		Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (row: readonly string[]): string =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!),
			)
			.join('  ');
	console.log(['', line(head), ...rows.map(line)].join('\n'));
}

export interface Verdict {
	readonly what: string;
	readonly value: number;
	readonly range?: Spread;
	/** `most`: not above; `least`: not below. */
	readonly goal: { readonly most: number } | { readonly least: number };
	readonly unit: string;
}
const verdicts: Verdict[] = [];

/** Held against its goal in the list at the end. */
export function judge(verdict: Verdict): void {
	verdicts.push(verdict);
}

/** How many goals are missed. */
export function printVerdicts(): number {
	let missed = 0;
	const rows = verdicts.map(({ what, value, range, goal, unit }) => {
		const isMost = 'most' in goal;
		const bound = isMost ? goal.most : goal.least;
		const isMet = isMost ? value <= bound : value >= bound;
		if (!isMet) missed += 1;
		const far = isMost ? value / bound : bound / value;
		const measured = range === undefined ? digits(value) : shown(range);
		return [
			what,
			`${measured} ${unit}`,
			`${isMost ? '<=' : '>='} ${digits(bound)}`,
			isMet ? 'met' : `MISSED x ${digits(far)}`,
		];
	});
	printTable(['goal', 'measured', 'bound', ''], rows);
	return missed;
}
