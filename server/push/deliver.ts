import type { AgentId, VisitorId } from '../../shared/ids.ts';
import { readPrefs } from '../../shared/site/agent-prefs.ts';
import { noticeLength, type PushView } from '../../shared/views/notice-view.ts';
import {
	asConversationEvent,
	type ConversationState,
	type NameOf,
} from '../conversations/index.ts';
import { cutText } from '../ports/cut-text.ts';
import type { Agent } from '../routing/index.ts';
import { concerns, stillOwed, type Concern } from './decide-push.ts';
import { owedCollection, type Owed, type Subscription } from './documents.ts';
import { spacingMs, timerKind, type OweDeps } from './owe.ts';
import type { Sent } from './send.ts';
import type { Subscriptions } from './subscriptions.ts';

/** Consoles come back after a start; until then nobody knows who looks. */
export const settleMs = 10_000;
/** Later than that it is no news any more. */
const giveUpMs = 10 * 60_000;

export interface DeliverDeps extends OweDeps {
	readonly startedAt: number;
	readonly devices: Pick<Subscriptions, 'of' | 'remove'>;
	readonly nameOf: NameOf;
	readonly visitorName: (id: VisitorId) => Promise<string | null>;
	readonly send: (to: Subscription, push: PushView) => Promise<Sent>;
	/** A push service refuses us: somebody should look. */
	readonly refused: (why: string) => void;
}

/** What a timer of `owe` does. Looks at the truth first; told again after a crash it has the same topic and tag, so it shows once. */
export function createDelivering(deps: DeliverDeps) {
	const { store, clock, isSeen, devices } = deps;

	return async ({
		key,
		dueAt,
	}: {
		readonly key: string;
		readonly dueAt: number;
	}): Promise<void> => {
		const owed = await store.get(owedCollection, key);
		if (owed === null) return;
		const notBefore = Math.max(deps.startedAt + settleMs, owed.toldAt + spacingMs);
		if (clock.now() < notBefore) return deps.timers().set(timerKind, key, notBefore);
		const agent = deps.agents().get(owed.agent);
		const state = await deps.stateOf(owed.conversation);
		const concern = agent === null ? null : stillOwed(owed, agent, state);
		if (agent === null || concern === null || isSeen(owed.agent)) return told(owed, 0, null);
		const push = await pushOf(owed, agent, state, concern);
		const answers = await toAll(owed.agent, push);
		const isLate = clock.now() - dueAt > giveUpMs;
		const later = answers.find((answer) => answer.kind === 'later');
		// One that got it is enough: the others would get it twice.
		if (later?.kind === 'later' && !isLate && answers.every(({ kind }) => kind !== 'sent'))
			throw new Error(later.why);
		// The last message is what was shown, whether or not it has been owed already.
		return told(owed, concern === 'message' ? state.seq : 0, clock.now());
	};

	async function toAll(agent: AgentId, push: PushView): Promise<Sent[]> {
		const to = await devices.of(agent);
		return Promise.all(
			to.map(async (device) => {
				const sent = await deps.send(device, push);
				if (sent.kind === 'gone') await devices.remove(device);
				if (sent.kind === 'refused') deps.refused(sent.why);
				return sent;
			}),
		);
	}

	/** @param at when it was sent; null: it was not worth it any more */
	async function told(owed: Owed, shown: number, at: number | null): Promise<void> {
		const through = Math.max(shown, ...concerns.map((one) => owed[one]));
		await store.update(owedCollection, owed.id, {
			max: { told: through, ...(at === null ? {} : { toldAt: at }) },
		});
	}

	async function pushOf(
		owed: Owed,
		agent: Agent,
		state: ConversationState,
		kind: Concern,
	): Promise<PushView> {
		const { language, noticeText: showsText, sounds } = readPrefs(agent.prefs);
		const { conversation } = owed;
		const base = { kind, conversation, language, showsText, isSilent: !sounds[kind] };
		// What is not to be shown does not leave the server.
		if (!showsText) return { ...base, name: null, by: null, text: '' };
		const visitor = state.open?.visitor ?? null;
		const name = visitor === null ? null : await deps.visitorName(visitor);
		const stored =
			kind === 'message' || kind === 'waiting' ? null : await store.event(conversation, owed[kind]);
		const event = stored === null ? null : asConversationEvent(stored);
		const isColleagues = event?.author.kind === 'agent';
		const by = isColleagues ? deps.nameOf(event.author.id as AgentId) || null : null;
		const said = event?.type === 'note' ? event.body.text : (state.preview?.text ?? '');
		return { ...base, name, by, text: cutText(said.replace(/\s+/g, ' ').trim(), noticeLength) };
	}
}
