import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Loading } from '../shell/states.tsx';
import { strings } from '../strings.ts';

interface Props {
	readonly hasFailed: boolean;
	readonly onRetry: () => void;
	readonly onBack: () => void;
}

/** In place of a conversation that is on its way, or that the server will not give. */
export function NotThere({ hasFailed, onRetry, onBack }: Props) {
	return (
		<section className="pane talk is-empty" aria-label={strings.timeline} aria-busy={!hasFailed}>
			{hasFailed ? (
				<div className="empty" role="alert">
					<Icon name="alert" />
					<h2>{strings.notFound}</h2>
					<p>{strings.notFoundMore}</p>
					<div className="buttons">
						<Button onClick={onRetry}>{strings.tryAgain}</Button>
						<Button onClick={onBack}>{strings.back}</Button>
					</div>
				</div>
			) : (
				<Loading rows={6} onRetry={onRetry} />
			)}
		</section>
	);
}
