import { Icon } from '../../icon.tsx';
import { momentOf } from '../../format.ts';
import { fill } from '../../strings.ts';
import type { WholeSite } from '../site/use-site.ts';
import { words } from './words.ts';

/** Whether some website has asked for the chat lately. */
export function SeenPill({ seen }: Pick<WholeSite, 'seen'>) {
	const [newest] = seen;
	if (newest === undefined)
		return (
			<span className="pill" title={words.notSeenMore}>
				{words.notSeen}
			</span>
		);
	return (
		<span className="pill good" title={newest.origin}>
			<Icon name="check" />
			{fill(words.live, { time: momentOf(newest.at, Date.now()) })}
		</span>
	);
}
