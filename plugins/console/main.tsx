import './styles/main.css';
import { createRoot } from '@wordpress/element';
import { App } from './app.tsx';
import { keepFocus } from './shell/keep-focus.ts';

/* The agents' web app: one page, whatever the address below /console. */

const place = document.getElementById('console');
if (place !== null) {
	createRoot(place).render(<App />);
	keepFocus(place);
}
