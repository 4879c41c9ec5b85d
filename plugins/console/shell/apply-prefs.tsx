import { useEffect } from '@wordpress/element';
import type { AgentPrefs } from '../../../shared/site/agent-prefs.ts';
import { switchLetters } from './keys.ts';
import { useResource } from './resource.ts';

/** What the agent chose for colours and keys is in force, here and in each other browser of the agent. */
export function ApplyPrefs() {
	const prefs = useResource<AgentPrefs>('/api/v1/me/prefs', 'prefs').data;
	useEffect(() => {
		if (prefs === null) return;
		const { dataset } = document.documentElement;
		if (prefs.theme === 'system') delete dataset['theme'];
		else dataset['theme'] = prefs.theme;
		switchLetters(prefs.keys);
	}, [prefs]);
	return null;
}
