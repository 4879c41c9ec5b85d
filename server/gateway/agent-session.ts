import { DomainError } from '../../shared/errors.ts';
import type { AgentFrame, ToAgent } from '../../shared/protocol/agent-frames.ts';
import { closeCodes, protocolVersion, wireLimits } from '../../shared/protocol/limits.ts';
import type { Outcome } from '../conversations/index.ts';
import { authorOf, type Agent } from '../routing/index.ts';
import { queueAgentCommand, type AgentCommand } from './agent-commands.ts';
import { createAgentAsides, isAgentAside } from './agent-asides.ts';
import { answerAgent, isAgentQuestion } from './agent-questions.ts';
import { seesSite } from './agent-reads.ts';
import type { GatewayDeps } from './deps.ts';
import { failureFrame, refusedFrame } from './frame-errors.ts';
import type { AgentListener } from './hub.ts';
import { answered, createIntake, type Begun } from './intake.ts';
import type { Outbox } from './outbox.ts';
import type { Session, SocketHandle } from './session.ts';
import { teamFrames } from './team-frames.ts';

/** One agent's socket. Who it is was settled by the session cookie before the socket was opened. */
export interface AgentSession extends Session<AgentFrame> {
	/** Role, name or sites may have changed. */
	renew(agent: Agent): void;
}

/** Questions that wait: a console that comes back asks for all that it has open. */
const maxReads = 128;

export function createAgentSession(
	deps: GatewayDeps,
	outbox: Outbox,
	socket: SocketHandle,
	first: Agent,
): AgentSession {
	let agent = first;
	let by = authorOf(agent);
	let leave: () => void = () => {};
	let open = false;
	let isVisible = true;
	let stopWatching: () => void = () => {};

	const say = (frame: ToAgent): void => outbox.push(JSON.stringify(frame));
	const fail = (id: string | null, error: unknown): void =>
		outbox.push(failureFrame(id, error, deps.logFault));
	let isGone = false;
	const listener: AgentListener = {
		id: first.id,
		get name() {
			return agent.name;
		},
		get mayAnswer() {
			return agent.role !== 'reader';
		},
		get isVisible() {
			return isVisible;
		},
		sees: (site) => seesSite(by, site),
		hear: outbox.push,
		missed: () => socket.end(closeCodes.tooSlow, 'come back'),
	};

	const aside = createAgentAsides(deps, listener, () => isGone);

	/** Everybody who is on the sites, then each change. */
	function watch({ requestId, isOn }: AgentFrame & { type: 'visits.watch' }): void {
		stopWatching();
		stopWatching = () => {};
		const sees = listener.sees;
		const quietSites = deps.sites
			.all()
			.filter(({ id, settings }) => sees(id) && settings.mode === 'quiet')
			.map(({ id }) => id);
		say({ type: 'visits', requestId, items: isOn ? deps.visits.list(sees) : [], quietSites });
		if (!isOn) return;
		stopWatching = deps.visits.onChange((site, visitor, visit) => {
			if (sees(site)) say({ type: 'visit', visitor, visit });
		});
	}

	function hello(frame: AgentFrame & { type: 'hello' }): void {
		if (frame.protocol !== protocolVersion) {
			throw new DomainError(
				'protocol_version',
				`This server speaks protocol ${protocolVersion}. Load the page again.`,
			);
		}
		if (open)
			throw new DomainError('bad_frame', 'Hello was said already. Open another connection.');
		open = true;
		leave = deps.hub.addAgent(listener);
		socket.greeted();
		const { id, name, role } = agent;
		say({
			type: 'hello',
			protocol: protocolVersion,
			epoch: deps.conversations.store.epoch,
			agent: { id, name, role },
			beatMs: wireLimits.beatMs,
		});
		outbox.push(teamFrames(deps.duty.team())(id));
		const duty = deps.duty.dutyOf(id);
		if (duty !== null) say({ type: 'duty', requestId: null, duty });
	}

	async function carryOut(frame: AgentFrame): Promise<Begun> {
		if (frame.type === 'hello') {
			hello(frame);
			return answered;
		}
		if (!open) throw new DomainError('bad_frame', 'Say hello first.');
		// Never comes here: see isRead.
		if (isAgentQuestion(frame) || isAgentAside(frame)) return answered;
		const { outcome } = await queueAgentCommand(deps, by, frame);
		return { answered: answer(frame, outcome) };
	}

	async function answer(frame: AgentCommand, outcome: Promise<Outcome>): Promise<void> {
		const result = await outcome;
		const { clientId } = frame;
		if (result.kind === 'refused')
			return outbox.push(refusedFrame(clientId, result.code, result.message));
		const event = result.kind === 'done' ? result.event : null;
		const conversation = 'conversation' in frame ? frame.conversation : (event?.timeline ?? '');
		const createdAt = event === null ? null : new Date(event.at).toISOString();
		say({ type: 'ack', clientId, conversation, seq: event?.seq ?? null, createdAt });
	}

	const intake = createIntake<AgentFrame>({
		maxReads,
		isRead: isAgentQuestion,
		async read(frame) {
			if (!open) throw new DomainError('bad_frame', 'Say hello first.');
			if (!isAgentQuestion(frame)) return;
			if (frame.type === 'visits.watch') watch(frame);
			else say(await answerAgent(deps, by, frame));
		},
		carryOut,
		refuse: (frame, error) => fail(idOf(frame), error),
		hasRoom: outbox.hasRoom,
	});

	return {
		take(frame): void {
			if (!isAgentAside(frame)) return intake.take(frame);
			if (!open) return fail(null, new DomainError('bad_frame', 'Say hello first.'));
			if (frame.type === 'watch') isVisible = frame.isVisible ?? true;
			aside(by, frame).catch((error: unknown) => deps.logFault('aside', error));
		},
		beat: (): void => say({ type: 'beat' }),
		isOpen: (): boolean => open,
		fail,
		renew(now) {
			agent = now;
			by = authorOf(now);
		},
		close(): void {
			intake.close();
			isGone = true;
			deps.watching.watch(listener, null);
			stopWatching();
			leave();
		},
	};
}

function idOf(frame: AgentFrame): string | null {
	if ('clientId' in frame) return frame.clientId;
	return 'requestId' in frame ? frame.requestId : null;
}
