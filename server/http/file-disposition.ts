/** Content-Disposition with the name twice: plain for old readers, and as RFC 5987 wants it. */
export function disposition(kind: 'inline' | 'attachment', name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
	const exact = encodeURIComponent(name.toWellFormed()).replace(
		/['()*!]/g,
		(char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
	);
	return `${kind}; filename="${plain}"; filename*=UTF-8''${exact}`;
}
