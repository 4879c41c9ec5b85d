import * as z from 'zod';
import { DomainError } from '../../shared/errors.ts';
import type { PluginId } from '../../shared/ids.ts';
import type { PluginView } from '../../shared/views/plugin-view.ts';
import type { Json } from '../ports/store.ts';
import type { Agent } from '../routing/index.ts';
import { parseBody } from './parse-body.ts';
import type { Answer, Call, Route } from './route.ts';

type Stored = Omit<PluginView, 'findings' | 'isLocal'>;

export interface PluginRouteDeps {
	readonly plugins: {
		settings(): Promise<readonly Stored[]>;
		saveSettings(
			plugin: PluginId,
			change: { readonly rev: number; readonly enabled: boolean; readonly values: Json },
		): Promise<Stored>;
		check(): Promise<readonly (PluginView['findings'][number] & { readonly plugin: string })[]>;
		/** It concerns the server's own machine. */
		isLocal(plugin: string): boolean;
	};
	/** Tells consoles. */
	readonly changed: (plugin: string) => void;
}

const change = z.strictObject({
	rev: z.number().int().min(0),
	enabled: z.boolean(),
	values: z.record(z.string(), z.json()),
});

/** What the server is connected with, by each plugin's own schema. Secrets go in, and never come out. */
export function pluginRoutes({ plugins, changed }: PluginRouteDeps): Route[] {
	async function viewsOf(stored: readonly Stored[]): Promise<PluginView[]> {
		const found = await plugins.check();
		return stored.map((view) => ({
			...view,
			isLocal: plugins.isLocal(view.plugin),
			findings: found
				.filter(({ plugin }) => plugin === view.plugin)
				.map(({ level, message, cure }) => ({ level, message, cure })),
		}));
	}

	async function list({ agent }: Call): Promise<Answer> {
		mustConfigure(agent);
		return { json: await viewsOf(await plugins.settings()) };
	}

	async function edit({ agent, params, body }: Call): Promise<Answer> {
		mustConfigure(agent);
		const id = (params['id'] ?? '') as PluginId;
		const wanted = parseBody(change, body);
		const known = (await plugins.settings()).find(({ plugin }) => plugin === id);
		if (known === undefined) throw new DomainError('not_found', 'There is no such plugin.');
		if (plugins.isLocal(id))
			throw new DomainError(
				'forbidden',
				`It concerns the server's own machine, so it is set there: parley plugin ${id} settings.json`,
			);
		const stored = await plugins.saveSettings(id, { ...wanted, values: wanted.values as Json });
		changed(id);
		const [view] = await viewsOf([stored]);
		return { json: view };
	}

	const path = '/api/v1/plugins';
	return [
		{ method: 'GET', path, policy: 'agent', handle: list },
		{ method: 'POST', path: `${path}/:id`, policy: 'agent', handle: edit },
	];
}

/** Plugins see all sites. */
function mustConfigure(agent: Agent | null): void {
	const isAdmin = agent !== null && (agent.role === 'owner' || agent.role === 'admin');
	if (!isAdmin || agent.sites !== 'all')
		throw new DomainError('forbidden', 'Only an owner or an admin of all sites may do this.');
}
