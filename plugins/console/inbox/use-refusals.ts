import { useEffect, useState } from '@wordpress/element';
import { useDesk } from '../shell/desk.tsx';
import { toast } from '../shell/toast.tsx';
import { fill } from '../strings.ts';
import { words } from '../talk/head-words.ts';

/**
 * What the server refused and what is no text is said once and forgotten; texts stay in their timeline. Returns the conversations
 * that somebody else claimed sooner: there the claim bar's place tells who.
 */
export function useRefusals(): ReadonlySet<string> {
	const { client, state } = useDesk();
	const [lost, setLost] = useState<ReadonlySet<string>>(new Set());
	useEffect(() => {
		for (const { frame, state: sending, code, message } of state.pending) {
			if (sending !== 'failed' || !frame.type.startsWith('conversation.')) continue;
			client.discard(frame.clientId);
			if (frame.type === 'conversation.claim' && code === 'conversation_claimed')
				setLost((known) => new Set(known).add(frame.conversation));
			else toast(fill(words.refused, { why: message ?? code ?? '' }));
		}
	}, [client, state.pending]);
	return lost;
}
