import { DomainError } from '../../shared/errors.ts';
import type { AgentId } from '../../shared/ids.ts';
import type { GuardedFetch } from '../../shared/plugin/host.ts';
import { readPrefs } from '../../shared/site/agent-prefs.ts';
import type { PushView } from '../../shared/views/notice-view.ts';
import type { Agent, Sealing } from '../routing/index.ts';
import { isWorking } from './decide-push.ts';
import { createDelivering, type DeliverDeps } from './deliver.ts';
import type { DeviceKeys } from './encrypt.ts';
import { loadPushKeys } from './keys.ts';
import { createOwing, timerKind, type OweDeps } from './owe.ts';
import { sendPush } from './send.ts';
import { createSubscriptions } from './subscriptions.ts';
import type { Vapid } from './vapid.ts';

export type Push = ReturnType<typeof createPush>;

type Given = Omit<OweDeps, 'subscriptions' | 'isSeen' | 'timers'> &
	Pick<DeliverDeps, 'nameOf' | 'visitorName' | 'refused'>;
export interface PushDeps extends Given {
	readonly sealing: Sealing;
	readonly fetch: GuardedFetch;
	readonly subject: string;
	readonly timers: () => {
		set(kind: string, key: string, dueAt: number): Promise<void>;
		handle(kind: string, handler: (due: { key: string; dueAt: number }) => Promise<void>): void;
	};
	readonly failed: (error: unknown) => void;
}

/** Pushes to the devices of agents whose consoles are not seen (D40). */
export function createPush(deps: PushDeps) {
	const { store, clock, failed } = deps;
	let vapid: Vapid | null = null;
	let isSeen: (agent: AgentId) => boolean = () => false;
	const listeners = new Set<(agent: AgentId) => void>();
	const subscriptions = createSubscriptions({
		store,
		clock,
		changed: (agent) => listeners.forEach((listener) => listener(agent)),
		failed,
	});
	const common = { ...deps, subscriptions, isSeen: (agent: AgentId) => isSeen(agent) };
	const owing = createOwing(common);
	const keys = (): Vapid => {
		if (vapid === null) throw new Error('Push is used before it is loaded.');
		return vapid;
	};
	const send: DeliverDeps['send'] = (to, push) =>
		// Its browser takes nothing from another key.
		to.publicKey === keys().publicKey
			? sendPush({ ...deps, now: () => clock.now() }, keys(), to, push)
			: Promise.resolve({ kind: 'gone' });

	return {
		wants: owing.wants,
		consume: owing.consume,
		ended: subscriptions.ended,
		async load(): Promise<void> {
			vapid = await loadPushKeys(store, deps.sealing);
			await subscriptions.load();
		},
		start(): void {
			const startedAt = clock.now();
			const deliver = createDelivering({ ...common, startedAt, devices: subscriptions, send });
			deps.timers().handle(timerKind, deliver);
			subscriptions.start();
		},
		stop: subscriptions.stop,
		/** Whether a console of the agent can be seen. */
		setEyes(sees: (agent: AgentId) => boolean): void {
			isSeen = sees;
		},
		/** A device stands for a console while its agent wants conversations (D35). */
		isSurface: (agent: AgentId): boolean => {
			const account = deps.agents().get(agent);
			return account !== null && isWorking(account) && subscriptions.hasAny(agent);
		},
		hasAny: subscriptions.hasAny,
		/** Those who have a device. */
		agents: subscriptions.agents,
		/** An agent's first device came, or the last one went. */
		onChanged: (listener: (agent: AgentId) => void): void => void listeners.add(listener),
		publicKey: (): string => keys().publicKey,
		/** The browser of this session. */
		add: (
			who: { readonly agent: AgentId; readonly session: string },
			device: { readonly endpoint: string; readonly keys: DeviceKeys },
		): Promise<void> => subscriptions.add(who, device, keys().publicKey),
		forget: subscriptions.forget,
		/** To the browsers of this session. Throws `not_found` without one, `unavailable` when the service will not take it. */
		async test(agent: Agent, session: string): Promise<void> {
			const { language } = readPrefs(agent.prefs);
			const about = { kind: 'status', conversation: null, name: null, by: null } as const;
			const push: PushView = { ...about, text: 'test', language, showsText: true, isSilent: false };
			const own = (await subscriptions.of(agent.id)).filter((device) => device.session === session);
			if (own.length === 0)
				throw new DomainError('not_found', 'This device is not notified yet. Turn it on first.');
			for (const device of own) {
				const sent = await send(device, push);
				if (sent.kind === 'gone') await subscriptions.remove(device);
				if (sent.kind === 'sent') return;
				const why =
					'why' in sent ? sent.why : 'This browser has ended it. Turn it off and on again.';
				throw new DomainError('unavailable', `The push was not taken. ${why}`);
			}
		},
	};
}
