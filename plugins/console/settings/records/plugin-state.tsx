import type { PluginView } from '../../../../shared/views/plugin-view.ts';
import { Icon } from '../../icon.tsx';
import { words } from './words.ts';

/** Off, or on and well, or on and in need of somebody. */
export function State({ view: { enabled, findings } }: { readonly view: PluginView }) {
	if (!enabled) return <span className="pill">{words.off}</span>;
	const isWell = findings.every(({ level }) => level === 'ok');
	return (
		<span className={isWell ? 'pill good' : 'pill bad'}>
			<Icon name={isWell ? 'check' : 'alert'} />
			{isWell ? words.works : words.trouble}
		</span>
	);
}
