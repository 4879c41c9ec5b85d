import { language, say } from '../strings.ts';

const step = 1024;

const inUnit = (value: number, unit: string, digits: number): string =>
	new Intl.NumberFormat(language(), {
		style: 'unit',
		unit,
		maximumFractionDigits: digits,
	}).format(value);

/** 412 kB, 3.4 MB. */
export function sizeOf(bytes: number): string {
	if (bytes < step) return inUnit(bytes, 'byte', 0);
	if (bytes < step ** 2) return inUnit(bytes / step, 'kilobyte', 0);
	return inUnit(bytes / step ** 2, 'megabyte', 1);
}

/** A number of megabytes without the unit. */
export const megabytes = (bytes: number, digits = 1): string =>
	new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(bytes / step ** 2);

/** 1.2 of 3.4 MB; small files in hundredths. */
export function doneOf(done: number, all: number): string {
	const digits = all < step ** 2 ? 2 : 1;
	return say('uploadOf', { done: megabytes(done, digits), all: megabytes(all, digits) });
}
