import type { Actor } from '../../shared/actor.ts';
import type {
	AgentId,
	ClientId,
	ConversationId,
	PluginId,
	SiteId,
	VisitorId,
} from '../../shared/ids.ts';
import type { CommandResult, Commands, LinkStore } from '../../shared/plugin/host.ts';
import {
	amendMessage,
	postMessage,
	refused,
	visitorOf,
	type Author,
	type Command,
	type ConversationDeps,
	type Outcome,
} from '../conversations/index.ts';

export interface CommandsDeps {
	readonly conversations: ConversationDeps;
	readonly links: LinkStore;
	/** Null: there is no such agent. */
	findAgent(
		id: AgentId,
	): Promise<(Author & { kind: 'agent' }) | null> | (Author & { kind: 'agent' }) | null;
	/** Where the plugin's own bot may speak. */
	botSites(plugin: PluginId): readonly SiteId[];
}
type PlainCommand = Extract<Command, { kind: 'note' | 'claim' | 'transfer' | 'tag' | 'end' }>;
type Plain = PlainCommand extends infer One
	? One extends PlainCommand
		? Omit<One, 'by' | 'at' | 'clientId'>
		: never
	: never;

/** Commands in somebody's name, decided as everybody's. */
export function createCommands(deps: CommandsDeps, plugin: PluginId, actor: Actor): Commands {
	const { timelines, clock } = deps.conversations;

	async function run(
		conversation: ConversationId,
		command: (by: Author) => Promise<Outcome>,
	): Promise<CommandResult> {
		const by = await authorFor(deps, plugin, actor, conversation);
		if (by === null)
			return refused('forbidden', `There is no ${actor.kind} ${actor.id} who may do this.`);
		const outcome = await command(by);
		if (outcome.kind !== 'done') return outcome;
		const { seq } = outcome.event;
		if (actor.via !== undefined) {
			await deps.links.link(actor.via.sink, conversation, seq, actor.via.externalId);
		}
		return { kind: 'done', conversation, seq, replayed: outcome.replayed };
	}
	const submit = (conversation: ConversationId, clientId: ClientId, command: Plain) =>
		run(conversation, (by) =>
			timelines.submit(conversation, { ...command, by, clientId, at: clock.now() }),
		);

	return {
		post: (conversation, clientId, text) =>
			run(conversation, (by) =>
				postMessage(deps.conversations, conversation, by, { clientId, text }),
			),
		note: (conversation, clientId, text) => submit(conversation, clientId, { kind: 'note', text }),
		edit: (conversation, clientId, seq, text) =>
			run(conversation, (by) =>
				amendMessage(deps.conversations, conversation, by, seq, { kind: 'edit', clientId, text }),
			),
		redact: (conversation, clientId, seq) =>
			run(conversation, (by) =>
				amendMessage(deps.conversations, conversation, by, seq, { kind: 'redact', clientId }),
			),
		claim: (conversation, clientId) => submit(conversation, clientId, { kind: 'claim' }),
		transfer: (conversation, clientId, to, reason) =>
			submit(conversation, clientId, { kind: 'transfer', to, reason }),
		tag: (conversation, clientId, add, remove) =>
			submit(conversation, clientId, { kind: 'tag', add, remove }),
		end: (conversation, clientId, reason) =>
			submit(conversation, clientId, { kind: 'end', reason }),
	};
}

/** An agent has the rights of that agent, a visitor those in the own conversation, a bot the plugin's sites. */
async function authorFor(
	deps: CommandsDeps,
	plugin: PluginId,
	actor: Actor,
	conversation: ConversationId,
): Promise<Author | null> {
	const via = actor.via === undefined ? {} : { via: actor.via };
	switch (actor.kind) {
		case 'agent': {
			const agent = await deps.findAgent(actor.id as AgentId);
			return agent === null ? null : { ...agent, ...via };
		}
		case 'visitor': {
			if (visitorOf(conversation) !== actor.id) return null;
			const { open } = await deps.conversations.timelines.state(conversation);
			if (open === null) return null;
			return { kind: 'visitor', id: actor.id as VisitorId, site: open.site, ...via };
		}
		case 'bot':
			return { kind: 'bot', id: `${plugin}:${actor.id}`, sites: deps.botSites(plugin), ...via };
		case 'system':
			return { kind: 'system', id: plugin, ...via };
	}
}
