import { useState } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { toast } from '../shell/toast.tsx';
import { askPermission, permissionNow } from './show.ts';
import { words } from './words.ts';

/** Asks once whether notifications may be shown (M1); afterwards only under You and notifications. */
export function AskBar({ agent }: { readonly agent: string }) {
	const place = `parley:console:asked:${agent}`;
	const [isAsking, setAsking] = useState(() => permissionNow() === 'default' && !wasAsked(place));
	if (!isAsking) return null;
	const end = (): void => {
		remember(place);
		setAsking(false);
	};
	return (
		<div className="banner ask" role="region" aria-label={words.ask}>
			<Icon name="bell" />
			<span>{words.ask}</span>
			<Button
				onClick={() => {
					end();
					void askPermission().then((answer) => {
						if (answer === 'denied') toast(words.askDenied);
					});
				}}
			>
				{words.askYes}
			</Button>
			<Button kind="quiet" onClick={end}>
				{words.askNo}
			</Button>
		</div>
	);
}

function wasAsked(place: string): boolean {
	try {
		return localStorage.getItem(place) !== null;
	} catch {
		// Nothing is kept here: the bar would come with each page.
		return true;
	}
}

function remember(place: string): void {
	try {
		localStorage.setItem(place, '1');
	} catch {
		// As above.
	}
}
