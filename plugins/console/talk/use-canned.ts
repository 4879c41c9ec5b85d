import { useEffect, useMemo, useState } from '@wordpress/element';
import type { ReplyView } from '../../../shared/views/reply-view.ts';
import { post } from '../api.ts';
import { useDesk } from '../shell/desk.tsx';
import { useResource } from '../shell/resource.ts';
import type { SiteInfo } from '../shell/use-sites.ts';
import { firstNameOf, matching, tokenAt, type Token, type Values } from './canned.ts';

interface Options {
	readonly conversation: string;
	readonly text: string;
	readonly caret: number;
	/** Something may be written soon: the replies are worth having. */
	readonly isWanted: boolean;
}

/** What the `#` at the caret offers, and which one is pointed at. */
export function useCanned({ conversation, text, caret, isWanted }: Options) {
	const { me, state } = useDesk();
	const path = (address: string): string | null => (isWanted ? address : null);
	const replies = useResource<readonly ReplyView[]>(path('/api/v1/replies'), 'replies').data;
	const sites = useResource<readonly SiteInfo[]>(path('/api/v1/sites'), 'sites').data;
	const [at, point] = useState(0);
	/** Esc leaves this one alone. */
	const [left, leave] = useState<string | null>(null);

	const view = state.conversations.get(conversation);
	const name = view === undefined ? null : (state.visitors.get(view.visitor)?.name ?? null);
	const site = sites?.find(({ id }) => id === view?.site);
	const siteName = site?.name ?? null;
	const values: Values = useMemo(
		() => ({ name, firstName: firstNameOf(name), agent: me.name, site: siteName }),
		[name, me.name, siteName],
	);
	const token: Token | null = replies === null ? null : tokenAt(text, caret);
	const place = token === null ? null : `${token.from} ${text.slice(0, token.from)}`;
	const isOpen = token !== null && place !== left;
	const query = token?.query;
	const hasToken = token !== null;
	const siteId = view?.site ?? '';
	const found = useMemo(
		() => (isOpen && query !== undefined ? matching(replies ?? [], query, siteId) : []),
		[isOpen, replies, query, siteId],
	);
	// Another word: what was left or pointed at is no longer meant.
	useEffect(() => point(0), [query]);
	useEffect(() => {
		if (!hasToken) leave(null);
	}, [hasToken]);
	return {
		isOpen,
		token,
		found,
		at: Math.min(at, Math.max(0, found.length - 1)),
		values,
		articles: site?.settings.articles ?? [],
		point,
		move: (step: number) =>
			point((before) => (Math.min(before, found.length - 1) + step + found.length) % found.length),
		/** The list goes, the text stays. */
		leave: () => leave(place),
		/** Counted, so that what is used often comes first. Nothing depends on it. */
		used: ({ id }: ReplyView) => void post(`/api/v1/replies/${id}/use`).catch(() => null),
	};
}
