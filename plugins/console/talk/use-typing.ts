import { useCallback, useEffect, useRef } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';

/** Said again so often while it lasts. */
const againMs = 5000;

/** Says that a reply is being written, or not any more. Never of a note. */
export function useTyping(client: AgentClient, conversation: string): (isOn: boolean) => void {
	/** When it was said last; 0: it is not said. */
	const saidAt = useRef(0);
	const say = useCallback(
		(isOn: boolean): void => {
			if (isOn ? Date.now() - saidAt.current < againMs : saidAt.current === 0) return;
			saidAt.current = isOn ? Date.now() : 0;
			client.typing(conversation, isOn);
		},
		[client, conversation],
	);
	useEffect(() => () => say(false), [say]);
	return say;
}
