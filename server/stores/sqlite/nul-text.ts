import type { SqlValue } from './driver.ts';

/*
 * The SQLite packages end a text at its first NUL, and ids are made by people's browsers: two that differ after a NUL
 * would be the same. So NUL is stored as two characters, and so is the one that these begin with. The order of texts
 * stays what it was.
 */

const mark = '\u0001';
const storedNul = '\u0001\u0001';
const storedMark = '\u0001\u0002';

/** Changes the array itself: it is on the way of every value of every statement. */
export function escapeAll(values: SqlValue[]): void {
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (typeof value === 'string' && (value.includes('\0') || value.includes(mark))) {
			values[i] = value.replaceAll(mark, storedMark).replaceAll('\0', storedNul);
		}
	}
}

export function unescapeAll(values: SqlValue[]): void {
	for (let i = 0; i < values.length; i++) {
		const value = values[i];
		if (typeof value === 'string' && value.includes(mark)) {
			// From the left, so that of a row of marks the last one alone can belong to what follows.
			values[i] = value.replaceAll(storedNul, '\0').replaceAll(storedMark, mark);
		}
	}
}

/**
 * The same for the texts inside JSON, where a NUL is written \u0000: an index takes the field out of the document, and
 * must find there what a query compares it with.
 */
export function escapeJson(json: string): string {
	if (!json.includes('\\u000')) {
		return json;
	}
	return json.replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) => {
		if (escape === '\\u0000') return '\\u0001\\u0001';
		return escape === '\\u0001' ? '\\u0001\\u0002' : escape;
	});
}

export function unescapeJson(json: string): string {
	if (!json.includes('\\u0001')) {
		return json;
	}
	return json.replace(/\\u0001\\u000([12])|\\(?:u[0-9a-f]{4}|.)/g, (escape, digit?: string) => {
		if (digit === undefined) return escape;
		return digit === '1' ? '\\u0000' : '\\u0001';
	});
}
