/**
 * The log is one stop for Tab. In it, the arrow keys, Home and End lead through the messages and what can be pressed in them; each
 * has `tabindex="-1"`.
 */
export function walkBy(root: HTMLElement, list: HTMLElement): void {
	root.addEventListener('keydown', (event) => {
		if (!/^(Arrow(Up|Down)|Home|End)$/.test(event.key)) return;
		const stops = [...list.querySelectorAll<HTMLElement>('article, a, button')];
		const at = stops.findIndex((stop) => stop === document.activeElement);
		// From outside of the list: to the newest message.
		const newest = stops.findLastIndex(({ tagName }) => tagName === 'ARTICLE');
		const last = stops.length - 1;
		const next = {
			ArrowUp: at < 0 ? newest : at - 1,
			ArrowDown: at < 0 ? newest : at + 1,
			Home: 0,
			End: last,
		}[event.key];
		const stop = stops[Math.min(last, Math.max(0, next ?? 0))];
		if (stop === undefined || (event.target !== root && at < 0)) return;
		event.preventDefault();
		stop.focus();
	});
}
