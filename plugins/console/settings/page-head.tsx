import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { go } from '../shell/router.ts';
import { words } from './words.ts';

/** Title of a page of the settings at its head, what can be done at its end; on a phone with the way back. */
export function PageHead({
	title,
	children,
	above,
}: {
	readonly title: string;
	readonly children?: ReactNode;
	/** The page that this one is within: its name and what leads there. */
	readonly above?: { readonly name: string; readonly onGo: () => void };
}) {
	return (
		<header className="head page-head">
			<Button
				kind="quiet"
				icon="back"
				className="back"
				aria-label={words.back}
				onClick={above?.onGo ?? (() => go('settings'))}
			/>
			<h2>
				{above !== undefined && (
					<>
						<button type="button" className="link above" onClick={above.onGo}>
							{above.name}
						</button>
						<span aria-hidden="true"> / </span>
					</>
				)}
				{title}
			</h2>
			<div className="acts">{children}</div>
		</header>
	);
}
