import type { Collection, Doc } from '../ports/store.ts';
import { inbox } from './inbox-row.ts';
import { links } from './links.ts';
import { pluginSettings } from './settings.ts';

export { createPluginHost, type PluginHosting } from './plugin-host.ts';
export type { HostedSink, PluginHostDeps, TimerPort } from './ports.ts';
export { createGuardedFetch, type NetworkRules } from './guarded-fetch.ts';
export type { SettingsChange, SettingsView } from './settings.ts';
export type { InboxRow } from './inbox-row.ts';

/** For the store; main.ts registers them. */
export const pluginCollections: readonly Collection<Doc>[] = [pluginSettings, inbox, links];
