/** Rules of a part that is loaded on use. The page's policy allows no style elements; made sheets it does. */
export function addStyle(css: string): void {
	if (!('adoptedStyleSheets' in document)) return;
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
