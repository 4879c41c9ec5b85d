/** Puts values in the place of `{name}` and the like. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
	text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
