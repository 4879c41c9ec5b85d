import { useEffect } from '@wordpress/element';
import { go } from '../shell/router.ts';
import { renew, workerOrNull } from './push-client.ts';

/** Starts the service worker and does what it asks for: opens the conversation whose notice was clicked. */
export function usePushNews(agent: string): void {
	useEffect(() => {
		// Without it everything works but pushes and notices on phones.
		void workerOrNull().then(() => renew(agent).catch(() => {}));
		if (!('serviceWorker' in navigator)) return;
		const hear = ({ data }: MessageEvent<{ type?: string; conversation?: string }>): void => {
			if (data.type === 'open' && typeof data.conversation === 'string')
				go('inbox', data.conversation);
		};
		navigator.serviceWorker.addEventListener('message', hear);
		return () => navigator.serviceWorker.removeEventListener('message', hear);
	}, [agent]);
}
