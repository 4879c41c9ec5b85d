const texts = {
	en: {
		title: 'No connection',
		more: 'This device does not reach the server. What you have sent is safe there.',
		again: 'Try again',
	},
	de: {
		title: 'Keine Verbindung',
		more: 'Dieses Gerät erreicht den Server nicht. Was Sie gesendet haben, ist dort sicher.',
		again: 'Noch einmal versuchen',
	},
} as const;

/** In place of the console while the server is not reached: a few lines, no script, nothing to load. */
export function offlinePage(language: string): Response {
	const spoken = language.startsWith('de') ? 'de' : 'en';
	const { title, more, again } = texts[spoken];
	const style =
		'body{font:16px/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 16px;color-scheme:light dark;background:Canvas;color:CanvasText}';
	const html = `<!doctype html><html lang="${spoken}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><main><h1>${title}</h1><p>${more}</p><p><a href="/console">${again}</a></p></main></html>`;
	return new Response(html, {
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
			'Cache-Control': 'no-store',
		},
	});
}
