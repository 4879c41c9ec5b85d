import { useCallback, useEffect, useRef, useState } from '@wordpress/element';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { useDesk } from '../shell/desk.tsx';
import { toast } from '../shell/toast.tsx';
import { visitorName } from '../format.ts';
import { fill } from '../strings.ts';
import { words } from './words.ts';

export interface Archiving {
	/** Left the lists already, though the server will only be told when it cannot be taken back any more. */
	readonly gone: ReadonlySet<string>;
	/** Ended ones leave the lists, and come back by Undo (D41). */
	archive(views: readonly ConversationView[]): void;
}

export function useArchive(): Archiving {
	const { client, state } = useDesk();
	const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
	/** What is to be said to the server yet. */
	const open = useRef(new Set<string>());
	const visitors = useRef(state.visitors);
	visitors.current = state.visitors;

	const commit = useCallback(
		(ids: Iterable<string>) => {
			for (const id of ids) {
				if (!open.current.delete(id)) continue;
				client.act({ type: 'conversation.archive', conversation: id });
			}
		},
		[client],
	);
	useEffect(() => {
		const leave = (): void => commit([...open.current]);
		window.addEventListener('pagehide', leave);
		return () => {
			window.removeEventListener('pagehide', leave);
			leave();
		};
	}, [commit]);

	const archive = useCallback(
		(views: readonly ConversationView[]) => {
			const ended = views.filter(({ status }) => status === 'ended');
			const [first] = ended;
			if (first === undefined) return toast(words.notEnded);
			const ids = ended.map(({ id }) => id);
			for (const id of ids) open.current.add(id);
			setGone((before) => new Set([...before, ...ids]));
			const name = visitorName(first.visitor, visitors.current.get(first.visitor)?.name ?? null);
			toast(
				ids.length === 1
					? fill(words.archivedOne, { name })
					: fill(words.archivedMany, { n: ids.length }),
				() => {
					for (const id of ids) open.current.delete(id);
					setGone((before) => new Set([...before].filter((id) => !ids.includes(id as never))));
				},
				() => commit(ids),
			);
		},
		[commit],
	);
	return { gone, archive };
}
