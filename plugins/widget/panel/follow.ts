import { say } from '../strings.ts';
import { h, setText } from './dom.ts';

/** So near the end the log follows new messages; further up somebody is reading. */
const stickyPx = 80;

/** Keeps the end of the log in sight while it is, and says what came when it is not. */
export function createFollow(root: HTMLElement, content: HTMLElement) {
	let isFollowing = true;
	let news = 0;
	const pill = h('button', { type: 'button', class: 'pill', hidden: true, onclick: toEnd });

	function count(fresh: number): void {
		news = fresh;
		pill.hidden = news === 0;
		if (news > 0) setText(pill, say('newMessages', { n: news }));
	}
	function toEnd(): void {
		isFollowing = true;
		count(0);
		root.scrollTop = root.scrollHeight;
	}

	root.addEventListener('scroll', () => {
		isFollowing = root.scrollHeight - root.scrollTop - root.clientHeight < stickyPx;
		if (isFollowing) count(0);
	});
	// Pictures, a growing field, a line that wraps: whatever changes heights.
	if (typeof ResizeObserver === 'function') {
		const keep = new ResizeObserver(() => isFollowing && toEnd());
		keep.observe(root);
		keep.observe(content);
	}

	return {
		pill,
		toEnd,
		/** After a change: `fresh` messages of others are new. */
		add(fresh: number): void {
			if (isFollowing) toEnd();
			else if (fresh > 0) count(news + fresh);
		},
	};
}
