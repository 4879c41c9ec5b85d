import { useSyncExternalStore } from '@wordpress/element';

export const areas = ['inbox', 'visitors', 'tickets', 'archive', 'reports', 'settings'] as const;
export type Area = (typeof areas)[number];

export interface Route {
	readonly area: Area;
	/** The chosen conversation, ticket or page of the settings. */
	readonly id: string | null;
	/** What is chosen within that page: a site, an agent. */
	readonly sub: string | null;
}

/** `#c=<conversation>` is the inbox; others are `#<area>/<id>/<sub>`. Stands in the address, so that a reload and the back button keep it. */
export function routeOf(hash: string): Route {
	const conversation = /^#c=(.+)$/.exec(hash)?.[1];
	if (conversation !== undefined)
		return { area: 'inbox', id: decodeURIComponent(conversation), sub: null };
	const [area, id, sub] = hash.slice(1).split('/');
	return {
		area: areas.find((name) => name === area) ?? 'inbox',
		id: id ? decodeURIComponent(id) : null,
		sub: sub ? decodeURIComponent(sub) : null,
	};
}

export function addressOf(area: Area, id: string | null = null, sub: string | null = null): string {
	if (area === 'inbox') return id === null ? '#' : `#c=${encodeURIComponent(id)}`;
	const parts = [area, id, sub].filter((part): part is string => part !== null);
	return `#${parts.map(encodeURIComponent).join('/')}`;
}

const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());
/** Asked before an address is left: unsaved settings may want to stay. */
let guard: (() => boolean) | null = null;
let current = '';

/** Goes there, unless somebody who has unsaved work stays. `replace`: the back button does not come back here. */
export function go(
	area: Area,
	id: string | null = null,
	sub: string | null = null,
	{ replace = false }: { readonly replace?: boolean } = {},
): void {
	if (guard !== null && !guard()) return;
	const address = location.pathname + location.search + addressOf(area, id, sub);
	if (replace) history.replaceState(null, '', address);
	else history.pushState(null, '', address);
	tell();
}

/** While set, `mayLeave` is asked before the address changes. The answer ends that. */
export function guardAddress(mayLeave: () => boolean): () => void {
	guard = mayLeave;
	return () => {
		if (guard === mayLeave) guard = null;
	};
}

function onMove(): void {
	if (guard !== null && location.hash !== current && !guard()) {
		history.pushState(null, '', location.pathname + location.search + current);
		return;
	}
	tell();
}

function subscribe(listener: () => void): () => void {
	if (listeners.size === 0) {
		window.addEventListener('hashchange', onMove);
		window.addEventListener('popstate', onMove);
	}
	listeners.add(listener);
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		window.removeEventListener('hashchange', onMove);
		window.removeEventListener('popstate', onMove);
	};
}

export function useRoute(): Route {
	const hash = useSyncExternalStore(subscribe, () => location.hash);
	current = hash;
	return routeOf(hash);
}
