import type { KeyValues } from '../../../shared/client/parts.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { say, strings } from '../strings.ts';
import type { Core } from './core.ts';
import { createHostEvents } from './host-events.ts';
import { createUnread } from './unread.ts';

/** Tells what has happened: the page around, the tab's title, the ear, and the team what was seen and where. */
export function createWatch(core: Core, storage: KeyValues, sound: { ring(): void }) {
	const { client, host, settings, source } = core;
	const unread = createUnread(storage, settings.key);
	const eventsIn = createHostEvents();
	let visited = '';

	/** In a quiet site nothing before there is a conversation. */
	function visit({ link, log }: VisitorState): void {
		const { page } = host;
		if (link.kind !== 'open') visited = '';
		else if (page && page.url !== visited && (settings.isWatch || log.length > 0)) {
			visited = page.url;
			client.visit({ url: page.url, title: page.title }, page.referrer || undefined);
		}
	}

	return (state: VisitorState, isChat: boolean): void => {
		const isVisible =
			document.visibilityState === 'visible' && (source !== 'launcher' || host.isOpen);
		const isSeen = isVisible && isChat;
		const newest = state.log.at(-1);
		if (isSeen && newest !== undefined) client.seen(newest.id, newest.timeline.last);
		const n = unread.count(state.log, isSeen);
		host.say({
			type: 'parley:unread',
			count: n,
			badge: n > 9 ? '9+' : `${n || ''}`,
			name: n > 0 ? say('chatWithUsUnread', { n }) : settings.texts.launcher || strings.chatWithUs,
		});
		const site = settings.name;
		document.title = n > 0 ? say('titleUnread', { n, site }) : say('title', { site });
		for (const name of eventsIn(state)) {
			host.say({ type: 'parley:event', name });
			if (name === 'message' && !isSeen) sound.ring();
		}
		visit(state);
	};
}
