import { defaultFileLimits, type FileLimits } from './files/limits.ts';
import { defaultLimits, type GatewayLimits, type Rate } from './gateway/limits.ts';

/** How much may be asked of the server: LIMITS in the environment changes single ones. */
export interface Limits {
	readonly gateway: GatewayLimits;
	readonly files: FileLimits;
}

/**
 * `name=value` with commas between them. A rate is `burst/seconds`: so many at once, and as many again in so many seconds. Returns a
 * sentence for what cannot be used.
 */
export function readLimits(text: string): Limits | string {
	const gateway: Record<string, number | Rate> = { ...defaultLimits };
	const files: Record<string, number> = { ...defaultFileLimits };
	const items = text
		.split(',')
		.map((item) => item.trim())
		.filter((item) => item !== '');
	for (const item of items) {
		const [name = '', value = ''] = item.split('=').map((part) => part.trim());
		const kinds = [gateway, files].find((limits) => Object.hasOwn(limits, name));
		const known = kinds?.[name];
		if (known === undefined) {
			const names = [...Object.keys(gateway), ...Object.keys(files)].join(', ');
			return `"${name}" is no limit; there are ${names}`;
		}
		const read = typeof known === 'number' ? wholeOf(value) : rateOf(value);
		if (read === null) {
			const wanted = typeof known === 'number' ? 'a whole number' : 'such as 10/60';
			return `"${item}": the value must be ${wanted}`;
		}
		if (typeof read === 'number' && name in files) files[name] = read;
		else gateway[name] = read;
	}
	// Filled from the defaults and checked against their kinds above.
	return { gateway, files } as unknown as Limits;
}

const wholeOf = (text: string): number | null =>
	/^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : null;

function rateOf(text: string): Rate | null {
	const [, burst, seconds] = /^(\d{1,9})\/(\d{1,6})$/.exec(text) ?? [];
	if (burst === undefined || Number(burst) === 0 || Number(seconds) === 0) return null;
	return { burst: Number(burst), everyMs: (Number(seconds) * 1000) / Number(burst) };
}
