import { exampleFile } from '../plugins/example-file/index.ts';
import { exampleWebhook } from '../plugins/example-webhook/index.ts';
import type { PluginDefinition } from '../shared/plugin/plugin.ts';

/** All plugins that this server knows: the only file that names them. One without settings, or switched off, does not run. */
export const plugins: readonly PluginDefinition<unknown>[] = [exampleFile, exampleWebhook];
