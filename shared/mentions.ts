interface Named {
	readonly id: string;
	readonly name: string;
}

/** Who is addressed in a note by `@` and a name: the whole one, else everybody of that first name. */
export function mentionedIn(text: string, team: readonly Named[]): string[] {
	const found = new Set<string>();
	for (const { index } of text.matchAll(/@/g)) {
		const rest = text.slice(index + 1);
		const byWhole = team.filter(({ name }) => begins(rest, name.trim()));
		const longest = Math.max(...byWhole.map(({ name }) => name.trim().length));
		const meant =
			byWhole.length > 0
				? byWhole.filter(({ name }) => name.trim().length === longest)
				: team.filter(({ name }) => begins(rest, name.trim().split(/\s+/)[0] ?? ''));
		for (const { id } of meant) found.add(id);
	}
	return [...found];
}

/** `@Jon` does not mean Jonas. */
const begins = (text: string, name: string): boolean =>
	name !== '' &&
	text.slice(0, name.length).toLocaleLowerCase() === name.toLocaleLowerCase() &&
	!/^[\p{L}\p{N}]/u.test(text.slice(name.length));
