import { readFileSync } from 'node:fs';

/* The examples of docs/protocol.md: blocks that are marked with who says it to whom, in the order in which they are played. */

export interface Example {
	/** Of the line in which the block begins. */
	readonly line: number;
	readonly kind: 'json' | 'http';
	readonly from: string;
	readonly to: string;
	readonly text: string;
}

export function readExamples(path: string): Example[] {
	const examples: Example[] = [];
	let open: { line: number; info: string; text: string[] } | null = null;
	for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
		const fence = /^```(.*)$/.exec(line)?.[1];
		if (fence === undefined) open?.text.push(line);
		else if (open === null) open = { line: index + 1, info: fence.trim(), text: [] };
		else {
			const [, kind, from, to] = /^(json|http) (.+) -> (.+)$/.exec(open.info) ?? [];
			if (kind !== undefined && from !== undefined && to !== undefined) {
				const { line: at, text } = open;
				examples.push({ line: at, kind: kind as 'json', from, to, text: text.join('\n') });
			} else if (/^(json|http)\b/.test(open.info)) {
				throw new Error(`Line ${open.line}: who says it to whom? Write: json visitor -> server`);
			}
			open = null;
		}
	}
	return examples;
}

/** `<names>` of the page and what they stood for when they were seen first. */
export class Names {
	readonly known = new Map<string, unknown>();

	/** The example with everything known in its place; `make` is asked for what is not. */
	async fill(value: unknown, make: (name: string) => Promise<unknown>): Promise<unknown> {
		if (Array.isArray(value)) return Promise.all(value.map((each) => this.fill(each, make)));
		if (typeof value === 'object' && value !== null) {
			const filled: Record<string, unknown> = {};
			for (const [key, each] of Object.entries(value)) filled[key] = await this.fill(each, make);
			return filled;
		}
		if (typeof value !== 'string') return value;
		for (const [, name = ''] of value.matchAll(/<([^<>]+)>/g))
			if (!this.known.has(name)) this.known.set(name, await make(name));
		const whole = /^<([^<>]+)>$/.exec(value)?.[1];
		if (whole !== undefined) return this.known.get(whole);
		return value.replace(/<([^<>]+)>/g, (_all, name: string) => String(this.known.get(name)));
	}

	/** Whether this is what the example shows. If it is, its new names stand for these values from now on. */
	fits(example: unknown, real: unknown): boolean {
		const fresh = new Map<string, unknown>();
		if (!this.#fits(example, real, fresh)) return false;
		for (const [name, value] of fresh) this.known.set(name, value);
		return true;
	}

	#fits(example: unknown, real: unknown, fresh: Map<string, unknown>): boolean {
		if (typeof example === 'string') return this.#fitsText(example, real, fresh);
		if (typeof example !== 'object' || example === null) return example === real;
		if (typeof real !== 'object' || real === null) return false;
		const [wanted, given] = [Object.entries(example), real as Record<string, unknown>];
		if (Array.isArray(example) !== Array.isArray(real)) return false;
		if (wanted.length !== Object.keys(given).length) return false;
		return wanted.every(([key, each]) => key in given && this.#fits(each, given[key], fresh));
	}

	#fitsText(example: string, real: unknown, fresh: Map<string, unknown>): boolean {
		if (example === '<time>') return typeof real === 'string' && isTime(real);
		const valueOf = (name: string): unknown => this.known.get(name) ?? fresh.get(name);
		const whole = /^<([^<>]+)>$/.exec(example)?.[1];
		if (whole !== undefined) {
			if (valueOf(whole) !== undefined) return valueOf(whole) === real;
			if (real === null || typeof real === 'object') return false;
			fresh.set(whole, real);
			return true;
		}
		if (typeof real !== 'string') return false;
		const names: string[] = [];
		const pattern = example.split(/(<[^<>]+>)/).map((part) => {
			const name = /^<([^<>]+)>$/.exec(part)?.[1];
			const value = name === undefined ? part : valueOf(name);
			if (value !== undefined)
				return `${value as string | number}`.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
			names.push(name ?? '');
			return '([^/]+)';
		});
		const found = new RegExp(`^${pattern.join('')}$`).exec(real);
		if (found === null) return false;
		for (const [index, name] of names.entries()) fresh.set(name, found[index + 1]);
		return true;
	}
}

const isTime = (text: string): boolean =>
	/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text));
