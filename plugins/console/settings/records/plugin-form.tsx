import type { PluginView } from '../../../../shared/views/plugin-view.ts';
import { post } from '../../api.ts';
import { go } from '../../shell/router.ts';
import { SwitchField } from '../fields.tsx';
import { PageHead } from '../page-head.tsx';
import { SaveActs } from '../save-acts.tsx';
import { Copyable } from '../sites/copyable.tsx';
import { useDraft } from '../use-draft.ts';
import { words as settingsWords } from '../words.ts';
import { fieldsOf, SchemaField } from './schema-field.tsx';
import { State } from './plugin-state.tsx';
import { words } from './words.ts';

interface Props {
	readonly view: PluginView;
	readonly onSaved: (view: PluginView) => void;
}

/** The settings of one plugin, by its schema. What is secret is never here: it stays as it is, or is given anew. */
export function PluginForm({ view, onSaved }: Props) {
	const fields = fieldsOf(view.form);
	const stored = {
		enabled: view.enabled,
		values: (view.values ?? {}) as Readonly<Record<string, unknown>>,
	};
	const draft = useDraft(stored, ({ enabled, values }) =>
		post<PluginView>(`/api/v1/plugins/${view.plugin}`, { rev: view.rev, enabled, values }).then(
			onSaved,
		),
	);
	const { enabled, values } = draft.value;
	return (
		<>
			<PageHead
				title={view.title}
				above={{ name: settingsWords.plugins, onGo: () => go('settings', 'plugins') }}
			>
				<State view={view} />
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				{draft.error !== null && (
					<p className="callout bad" role="alert">
						{draft.error}
					</p>
				)}
				{view.findings
					.filter(({ level }) => level !== 'ok')
					.map(({ message, cure }) => (
						<p key={message} className="callout bad" role="note">
							{message} {cure}
						</p>
					))}
				{view.isLocal ? (
					<section className="section stack">
						<p className="help">{words.local}</p>
						<Copyable
							label={words.restoreCommand}
							text={`npm run parley plugin ${view.plugin} settings.json`}
						/>
					</section>
				) : (
					<section className="section stack">
						<SwitchField
							label={words.switchOn}
							help={words.switchOnMore}
							isOn={enabled}
							onChange={(isOn) => draft.change({ enabled: isOn })}
						/>
						{fields.map((field) => (
							<SchemaField
								key={field.name}
								field={field}
								value={values[field.name]}
								stored={stored.values[field.name]}
								onChange={(value) => {
									const { [field.name]: _before, ...rest } = values;
									draft.change({
										values: value === undefined ? rest : { ...rest, [field.name]: value },
									});
								}}
							/>
						))}
					</section>
				)}
			</div>
		</>
	);
}
