import type { AgentId, ClientId, ConversationId } from '../../shared/ids.ts';
import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import { protocolVersion, wireLimits } from '../../shared/protocol/limits.ts';
import {
	amendMessage,
	asConversationEvent,
	conversationView,
	mayRead,
	stateOf,
	summaries,
	teamView,
	type Author,
	type Command,
	type ConversationState,
	type Outcome,
} from '../conversations/index.ts';
import { authorOf, type Agent } from '../routing/index.ts';
import type { StoredEvent } from '../ports/store.ts';
import type { GatewayDeps } from './deps.ts';
import { failureFrame, refusedFrame } from './frame-errors.ts';
import type { AgentListener } from './hub.ts';
import type { Outbox } from './outbox.ts';

/** One agent's socket. Who it is was settled by the session cookie before the socket was opened. */
export type AgentSession = ReturnType<typeof createAgentSession>;

const listPage = 50;

export function createAgentSession(deps: GatewayDeps, outbox: Outbox, agent: Agent) {
	const { store, clock, timelines, unsaved } = deps.conversations;
	const by: Author & { kind: 'agent' } = authorOf(agent);
	let leave: () => void = () => {};
	let open = false;

	const say = (frame: ToAgent): void => outbox.push(JSON.stringify(frame));
	const fail = (id: string | null, error: unknown): void =>
		outbox.push(failureFrame(id, error, deps.logFault));
	const listener: AgentListener = {
		sees: (site) => by.sites === 'all' || by.sites.includes(site),
		hear: (frame) => outbox.push(frame),
	};

	function hello(frame: AgentFrame & { type: 'hello' }): void {
		if (frame.protocol !== protocolVersion) {
			throw new DomainError(
				'protocol_version',
				`This server speaks protocol ${protocolVersion}. Load the page again.`,
			);
		}
		if (open) throw new DomainError('bad_frame', 'hello was said already.');
		open = true;
		leave = deps.hub.addAgent(listener);
		const { id, name, role } = agent;
		const { epoch } = store;
		say({
			type: 'hello',
			protocol: protocolVersion,
			epoch,
			agent: { id, name, role },
			beatMs: wireLimits.beatMs,
		});
	}

	async function list(frame: AgentFrame & { type: 'conversations.list' }): Promise<void> {
		const items = [];
		let next: readonly (string | number | boolean | null)[] | null = null;
		const sites = deps.sites.all().filter((site) => listener.sees(site.id));
		// One site for now in nearly every house; with more, each gives its newest page.
		for (const site of sites) {
			const page = await store.find(summaries, {
				index: 'bySiteStatus',
				eq: { site: site.id, status: frame.status },
				direction: -1,
				limit: listPage,
				...(frame.before === null ? {} : { after: frame.before }),
			});
			items.push(...page.items);
			if (sites.length === 1) next = page.next;
		}
		const states = items.map((summary) => newestState(stateOf(summary)));
		const known = new Set(states.map(({ id }) => id));
		const missing = frame.before === null ? unsaved.states() : [];
		for (const state of missing) if (!known.has(state.id)) states.unshift(state);
		const fitting = states.filter(
			({ open: facts, status }) =>
				facts !== null && listener.sees(facts.site) && status === frame.status,
		);
		const views = fitting.flatMap((state) => conversationView(state, deps.nameOf) ?? []);
		say({ type: 'conversations', requestId: frame.requestId, items: views, next });
	}

	/** A summary may be a moment behind what this process has committed. */
	function newestState(summary: ConversationState): ConversationState {
		const hot = timelines.peek(summary.id);
		return hot !== null && hot.seq > summary.seq ? hot : summary;
	}

	async function read(frame: AgentFrame & { type: 'events.read' }): Promise<void> {
		const id = frame.conversation as ConversationId;
		const state = await readable(id);
		const page = await store.page(
			id,
			frame.after === null
				? {
						newest: true,
						limit: listPage,
						...(frame.before === null ? {} : { before: frame.before }),
					}
				: { after: frame.after, limit: wireLimits.page },
		);
		const view = conversationView(state, deps.nameOf);
		if (view === null) throw notFound();
		const views = (events: readonly StoredEvent[]) =>
			events.map((event) => teamView(asConversationEvent(event), deps.nameOf));
		const { requestId } = frame;
		say({
			type: 'events',
			requestId,
			view,
			events: views(page.events),
			amendments: views(page.amendments),
		});
	}

	async function readable(id: ConversationId): Promise<ConversationState> {
		const state = await timelines.state(id);
		if (!mayRead(state, by)) throw notFound();
		return state;
	}

	async function carryOut(frame: AgentFrame): Promise<void> {
		if (frame.type === 'hello') return hello(frame);
		if (!open) throw new DomainError('bad_frame', 'Say hello first.');
		switch (frame.type) {
			case 'conversations.list':
				return list(frame);
			case 'events.read':
				return read(frame);
			case 'message.edit':
			case 'message.redact': {
				const clientId = frame.clientId as ClientId;
				const amendment =
					frame.type === 'message.edit'
						? ({ kind: 'edit', clientId, text: frame.text } as const)
						: ({ kind: 'redact', clientId } as const);
				const conversation = frame.conversation as ConversationId;
				await readable(conversation);
				return answer(
					frame,
					amendMessage(deps.conversations, conversation, by, frame.target, amendment),
				);
			}
			default:
				return answer(
					frame,
					timelines.submit(frame.conversation as ConversationId, commandOf(frame)),
				);
		}
	}

	type Plain = Exclude<
		AgentFrame,
		{ type: 'hello' | 'conversations.list' | 'events.read' | 'message.edit' | 'message.redact' }
	>;
	function commandOf(frame: Plain): Command {
		const common = { by, clientId: frame.clientId as ClientId, at: clock.now() };
		switch (frame.type) {
			case 'message.send':
				return { ...common, kind: 'post', text: frame.text };
			case 'note.send':
				return { ...common, kind: 'note', text: frame.text };
			case 'conversation.claim':
				return { ...common, kind: 'claim' };
			case 'conversation.requeue':
				return { ...common, kind: 'requeue', reason: frame.reason };
			case 'conversation.join':
				return { ...common, kind: 'join' };
			case 'conversation.leave':
				return { ...common, kind: 'leave' };
			case 'conversation.transfer':
				return { ...common, kind: 'transfer', to: frame.to as AgentId, reason: frame.reason };
			case 'conversation.tag':
				return { ...common, kind: 'tag', add: frame.add, remove: frame.remove };
			case 'conversation.prioritise':
				return { ...common, kind: 'prioritise', priority: frame.priority };
			case 'conversation.end':
				return { ...common, kind: 'end', reason: frame.reason };
		}
	}

	async function answer(
		frame: AgentFrame & { clientId: string; conversation: string },
		outcome: Promise<Outcome>,
	) {
		const result = await outcome;
		const { clientId, conversation } = frame;
		if (result.kind === 'refused')
			return outbox.push(refusedFrame(clientId, result.code, result.message));
		const event = result.kind === 'done' ? result.event : null;
		const createdAt = event === null ? null : new Date(event.at).toISOString();
		say({ type: 'ack', clientId, conversation, seq: event?.seq ?? null, createdAt });
	}

	return {
		/** Carried out in order; commands of one conversation queue at its timeline. */
		take(frame: AgentFrame): void {
			const id =
				'clientId' in frame ? frame.clientId : 'requestId' in frame ? frame.requestId : null;
			carryOut(frame).catch((error: unknown) => fail(id, error));
		},
		beat: (): void => say({ type: 'beat' }),
		isOpen: (): boolean => open,
		fail,
		close(): void {
			leave();
		},
	};
}

const notFound = (): DomainError =>
	new DomainError('conversation_not_found', 'There is no such conversation.');
