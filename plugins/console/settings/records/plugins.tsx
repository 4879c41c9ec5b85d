import '../../styles/sites.css';
import type { PluginView } from '../../../../shared/views/plugin-view.ts';
import { Icon } from '../../icon.tsx';
import { addressOf, go } from '../../shell/router.ts';
import { useResource } from '../../shell/resource.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { PageHead } from '../page-head.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { words as settingsWords } from '../words.ts';
import { PluginForm } from './plugin-form.tsx';
import { State } from './plugin-state.tsx';
import { words } from './words.ts';

/** What the server is connected with: a list, and the form of one by its own schema. */
export function PluginsPage({ sub }: SettingsPageProps) {
	const plugins = useResource<readonly PluginView[]>('/api/v1/plugins', 'plugins');
	const { data, error, reload } = plugins;
	const chosen = data?.find(({ plugin }) => plugin === sub);
	if (data !== null && chosen !== undefined)
		return (
			<PluginForm
				key={chosen.plugin}
				view={chosen}
				onSaved={(saved) =>
					plugins.set(data.map((one) => (one.plugin === saved.plugin ? saved : one)))
				}
			/>
		);
	return (
		<>
			<PageHead title={settingsWords.plugins} />
			<div className="page-body">
				{data === null && error === null && <Loading onRetry={reload} />}
				{error !== null && <Failed why={error} onRetry={reload} />}
				{data?.length === 0 && (
					<Empty icon="puzzle" title={words.none}>
						{words.noneMore}
					</Empty>
				)}
				<ul className="lines">
					{(data ?? []).map((view) => (
						<li key={view.plugin}>
							<a
								className="words"
								href={addressOf('settings', 'plugins', view.plugin)}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey) return;
									event.preventDefault();
									go('settings', 'plugins', view.plugin);
								}}
							>
								<b>{view.title}</b>
							</a>
							<State view={view} />
							<Icon name="right" />
						</li>
					))}
				</ul>
			</div>
		</>
	);
}
