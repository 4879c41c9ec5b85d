import { useEffect, useState } from '@wordpress/element';

/** The time now; waiting times move once a second. */
export function useSeconds(): number {
	const [now, setNow] = useState(() => Date.now());
	useEffect(() => {
		const timer = window.setInterval(() => setNow(Date.now()), 1000);
		return () => window.clearInterval(timer);
	}, []);
	return now;
}
