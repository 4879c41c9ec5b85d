import { useMemo, useRef } from '@wordpress/element';
import type { RefObject } from 'react';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import type { Timeline } from '../../../shared/client/timeline.ts';
import type { TeamMemberView } from '../../../shared/views/desk-view.ts';
import type { TeamEventView } from '../../../shared/views/event-view.ts';
import { useDesk } from '../shell/desk.tsx';
import type { SaidEntry } from './entries.ts';
import type { RowActs } from './rows.tsx';
import type { Earlier } from './stamp.tsx';

interface Options {
	readonly client: AgentClient;
	/** The conversation. */
	readonly id: string;
	readonly timeline: Timeline<TeamEventView>;
	/** The visitor's own name. */
	readonly known: string | null;
	readonly root: RefObject<HTMLElement | null>;
	readonly onAsk: (seq: number | null) => void;
	readonly showBot: (change: (shows: boolean) => boolean) => void;
}

/** The same object until people change, so that rows are not drawn anew with every letter that somebody types. */
export function useRowActs(options: Options): RowActs {
	const { client, id, known } = options;
	const { team } = useDesk().state;
	const latest = useRef(options);
	latest.current = options;
	// Loads and statuses change all the time, names and photos hardly ever.
	const key = team.map(({ id: agent, name, photo }) => `${agent} ${name} ${photo}`).join();
	const people = useRef({ key: '', byId: new Map<string, TeamMemberView>() });
	if (people.current.key !== key)
		people.current = { key, byId: new Map(team.map((member) => [member.id, member])) };
	const { byId } = people.current;
	return useMemo(() => {
		const memberOf = ({ by }: SaidEntry) => byId.get(by.replace(/^agent /, ''));
		return {
			client,
			conversation: id,
			visitorsOwnName: known,
			nameOf: (entry) => memberOf(entry)?.name ?? entry.author,
			photoOf: (entry) => (entry.side === 'team' ? (memberOf(entry)?.photo ?? null) : null),
			earlierOf: (seq) => earlierTexts(latest.current.timeline, seq),
			onAsk: (seq) => latest.current.onAsk(seq),
			afterEdit: () => {
				const pane = latest.current.root.current?.closest('.talk');
				pane?.querySelector<HTMLElement>('.composer textarea')?.focus();
			},
			onFold: () => latest.current.showBot((shows) => !shows),
		};
	}, [client, id, known, byId]);
}

/** What the message said before, oldest first. Changes on pages that are not loaded are not among them. */
function earlierTexts({ events }: Timeline<TeamEventView>, seq: number): Earlier[] {
	const texts = events.flatMap((event): Earlier[] => {
		const isIt =
			event.seq === seq
				? event.type === 'message' || event.type === 'note'
				: event.type === 'edit' && event.target === seq;
		return isIt && 'text' in event ? [{ text: event.text, at: Date.parse(event.createdAt) }] : [];
	});
	return texts.slice(0, -1);
}
