import { useCallback, useEffect, useState } from '@wordpress/element';

const read = (): string | null => /^#c=(.+)$/.exec(decodeURIComponent(location.hash))?.[1] ?? null;

/** The chosen conversation stands in the address, so that a reload and the back button keep it. */
export function useAddress(): [string | null, (conversation: string | null) => void] {
	const [chosen, setChosen] = useState(read);
	useEffect(() => {
		const onChange = () => setChosen(read());
		window.addEventListener('hashchange', onChange);
		window.addEventListener('popstate', onChange);
		return () => {
			window.removeEventListener('hashchange', onChange);
			window.removeEventListener('popstate', onChange);
		};
	}, []);
	const choose = useCallback((conversation: string | null) => {
		const address =
			conversation === null ? location.pathname : `#c=${encodeURIComponent(conversation)}`;
		history.pushState(null, '', address);
		setChosen(conversation);
	}, []);
	return [chosen, choose];
}
