import { createHash } from 'node:crypto';
import { DomainError } from '../../shared/errors.ts';
import type { PluginId } from '../../shared/ids.ts';
import type { PluginDefinition } from '../../shared/plugin/plugin.ts';
import { DuplicateKey } from '../ports/errors.ts';
import type { Collection, Doc, Json, Store } from '../ports/store.ts';
import type { SecretBox } from './secret-box.ts';
import { formSchemaOf, isRecord, mapSecrets, type FormSchema } from './secret-fields.ts';

export interface PluginSettings extends Doc {
	readonly id: PluginId;
	readonly enabled: boolean;
	/** As they were given, secrets sealed. */
	readonly values: Json;
}
export const pluginSettings: Collection<PluginSettings> = { name: 'plugin_settings', indexes: {} };

/** What people see. A secret is `{secret: 'set', ref}`; sent back as it is, it stays what it was. */
export interface SettingsView {
	readonly plugin: PluginId;
	readonly title: string;
	/** 0: nothing is stored yet. */
	readonly rev: number;
	readonly enabled: boolean;
	readonly values: Json;
	readonly form: FormSchema;
}
export interface SettingsChange {
	/** The rev that the change was made on; 0 for the first. */
	readonly rev: number;
	readonly enabled: boolean;
	readonly values: Json;
}
type Definition = PluginDefinition<unknown>;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export type SettingsStore = ReturnType<typeof createSettingsStore>;

/** Plugins' settings. Their secrets leave here in one direction only: opened, to the plugin itself. */
export function createSettingsStore(store: Store, box: SecretBox) {
	const refOf = (sealed: string): string =>
		createHash('sha256').update(sealed).digest('hex').slice(0, 16);

	function viewOf(definition: Definition, doc: PluginSettings | null): SettingsView {
		const form = formSchemaOf(definition.settings);
		const mask = (sealed: Json): Json => ({ secret: 'set', ref: refOf(textOf(sealed)) });
		return {
			plugin: definition.id,
			title: definition.title,
			rev: doc?.rev ?? 0,
			enabled: doc?.enabled ?? false,
			values: doc === null ? {} : (mapSecrets(form, doc.values, mask) ?? {}),
			form,
		};
	}

	/** Seals what is new and keeps what is meant to stay. */
	function sealAll(definition: Definition, values: Json, before: PluginSettings | null): Json {
		const form = formSchemaOf(definition.settings);
		const known = new Map<string, string>();
		mapSecrets(form, before?.values, (sealed) => {
			known.set(refOf(textOf(sealed)), textOf(sealed));
			return sealed;
		});
		const seal = (given: Json): Json => {
			if (typeof given === 'string') return box.seal(definition.id, given);
			const kept =
				isRecord(given) && given['secret'] === 'set' ? known.get(textOf(given['ref'])) : null;
			if (typeof kept === 'string') return kept;
			throw new DomainError(
				'bad_request',
				'A secret that is not stored (any more) must be given again.',
			);
		};
		return mapSecrets(form, values, seal) ?? {};
	}

	/** Secrets in the clear, checked by the schema; throws a sentence if they do not fit. */
	function openAll(definition: Definition, values: Json): unknown {
		const form = formSchemaOf(definition.settings);
		const open = (sealed: Json): Json => box.open(definition.id, textOf(sealed));
		const parsed = definition.settings.safeParse(mapSecrets(form, values, open));
		if (parsed.success) return parsed.data;
		const issues = parsed.error.issues.map(
			(issue) => `${issue.path.join('.') || 'settings'}: ${issue.message}`,
		);
		throw new DomainError(
			'bad_request',
			`The settings of ${definition.title} do not fit. ${issues.join('; ')}`,
		);
	}

	return {
		async view(definition: Definition): Promise<SettingsView> {
			return viewOf(definition, await store.get(pluginSettings, definition.id));
		},
		/** Null: not enabled. */
		async open(definition: Definition): Promise<{ readonly settings: unknown } | null> {
			const doc = await store.get(pluginSettings, definition.id);
			if (doc === null || !doc.enabled) return null;
			return { settings: openAll(definition, doc.values) };
		},
		/** Rejects with DomainError: `bad_request` says what does not fit, `wrong_state` that somebody else was quicker. */
		async save(definition: Definition, change: SettingsChange): Promise<SettingsView> {
			const before = await store.get(pluginSettings, definition.id);
			const values = sealAll(definition, change.values, before);
			// What is switched off may be unfinished.
			if (change.enabled) openAll(definition, values);
			const { enabled } = change;
			let saved: PluginSettings | null = null;
			if (change.rev === 0) {
				try {
					saved = await store.insert(pluginSettings, { id: definition.id, enabled, values });
				} catch (error) {
					if (!(error instanceof DuplicateKey)) throw error;
				}
			} else {
				const guard = { rev: change.rev };
				saved = await store.update(
					pluginSettings,
					definition.id,
					{ set: { enabled, values } },
					guard,
				);
			}
			if (saved !== null) return viewOf(definition, saved);
			throw new DomainError(
				'wrong_state',
				'Somebody else changed these settings meanwhile. Load them again.',
			);
		},
	};
}
