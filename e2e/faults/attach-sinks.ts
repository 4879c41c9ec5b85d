import { exampleFile } from '../../plugins/example-file/index.ts';
import { exampleWebhook } from '../../plugins/example-webhook/index.ts';
import { pluginCollections } from '../../server/plugin-host/index.ts';
import { createSecretBox } from '../../server/plugin-host/secret-box.ts';
import { createSettingsStore } from '../../server/plugin-host/settings.ts';
import type { Json } from '../../server/ports/store.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import { loadDataKey } from '../../server/system/data-key.ts';
import type { PluginDefinition } from '../../shared/plugin/plugin.ts';
import { writerPath } from './bundle.ts';
import { webhookSecret } from './receiver.ts';

/** Puts the settings of both example plugins into a data folder on which no server runs. */
export async function attachSinks(dataDir: string, sinkPath: string, url: string): Promise<void> {
	const store = await openSqliteStore({ dataDir, writerPath, collections: pluginCollections });
	const box = createSecretBox([loadDataKey(dataDir, null).bytes]);
	const settings = createSettingsStore(store, box);
	const enable = (definition: PluginDefinition<unknown>, values: Json) =>
		settings.save(definition, { rev: 0, enabled: true, values });
	await enable(exampleFile, { path: sinkPath });
	await enable(exampleWebhook, { url, secret: webhookSecret });
	await store.close();
}
