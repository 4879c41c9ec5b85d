import { useEffect, useState } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { words } from './words.ts';

/** What is so, why, and one way on. */
export function Empty({
	icon,
	title,
	children,
	action,
}: {
	readonly icon: IconName;
	readonly title: string;
	readonly children?: ReactNode;
	readonly action?: ReactNode;
}) {
	return (
		<div className="empty">
			<Icon name={icon} />
			<h3>{title}</h3>
			{children !== undefined && <p>{children}</p>}
			{action}
		</div>
	);
}

/** What failed, what is safe, try again. Old content stays where there is some. */
export function Failed({ why, onRetry }: { readonly why: string; readonly onRetry: () => void }) {
	return (
		<div className="empty" role="alert">
			<Icon name="alert" />
			<h3>{words.notLoaded}</h3>
			<p>{why}</p>
			<Button onClick={onRetry}>{words.tryAgain}</Button>
		</div>
	);
}

const patienceMs = 300;
const longMs = 10_000;

/** Nothing for a moment, then a shape of what comes; after ten seconds it says so, with a way to try again. */
export function Loading({
	rows = 4,
	onRetry,
}: {
	readonly rows?: number;
	readonly onRetry?: () => void;
}) {
	const [stage, setStage] = useState<'nothing' | 'shape' | 'long'>('nothing');
	useEffect(() => {
		const timers = [
			setTimeout(() => setStage('shape'), patienceMs),
			setTimeout(() => setStage('long'), longMs),
		];
		return () => timers.forEach(clearTimeout);
	}, []);
	return (
		<div className="loading" aria-busy="true" aria-label={words.loading} role="status">
			{stage !== 'nothing' &&
				Array.from({ length: rows }, (_, n) => (
					<div key={n} className="skeleton" aria-hidden="true">
						<i />
						<span>
							<u />
							<u />
						</span>
					</div>
				))}
			{stage === 'long' && (
				<p className="still">
					{words.stillLoading}
					{onRetry !== undefined && <Button onClick={onRetry}>{words.tryAgain}</Button>}
				</p>
			)}
		</div>
	);
}
