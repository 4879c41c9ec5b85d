/** As the text of a regular expression: any of these paths; `*` stands for any characters. For none it finds nothing. */
export function pathsPattern(paths: readonly string[]): string {
	if (paths.length === 0) return '$.';
	const parts = paths.map((path) =>
		// As the browser writes it in the address.
		encodeURI(path.toWellFormed())
			.split('*')
			.map((part) => part.replaceAll(/[^\w/%-]/g, '\\$&'))
			.join('.*'),
	);
	return `^(${parts.join('|')})$`;
}
