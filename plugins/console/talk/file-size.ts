import { locale } from '../format.ts';

const step = 1024;
const inUnit = (value: number, unit: string, digits: number): string =>
	new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: digits }).format(
		value,
	);

/** 412 kB, 3.4 MB. */
export function sizeOf(bytes: number): string {
	if (bytes < step) return inUnit(bytes, 'byte', 0);
	if (bytes < step ** 2) return inUnit(bytes / step, 'kilobyte', 0);
	return inUnit(bytes / step ** 2, 'megabyte', 1);
}
