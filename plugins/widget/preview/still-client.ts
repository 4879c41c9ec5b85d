import type { ClientParts } from '../../../shared/client/parts.ts';
import { VisitorClient, type VisitorState } from '../../../shared/client/visitor-client.ts';
import { visitorReducer } from '../../../shared/client/visitor-log.ts';
import type { ToPreview } from '../../../shared/site/site-preview.ts';
import type { PresenceView, VisitorEventView } from '../../../shared/views/event-view.ts';

/** A client that was never started, and says what it was given. */
export function createStillClient(
	site: string,
	parts: ClientParts,
	state: VisitorState,
): VisitorClient {
	return new StillClient({ site, parts, onChange: () => {} }, state);
}

class StillClient extends VisitorClient {
	readonly #state: VisitorState;
	constructor(options: ConstructorParameters<typeof VisitorClient>[0], state: VisitorState) {
		super(options);
		this.#state = state;
	}
	override get state(): VisitorState {
		return this.#state;
	}
	override send(): string {
		return '';
	}
	override draft(): void {}
}

/** As somebody meets it who comes for the first time, or in the middle of a talk. `now`: epoch ms. */
export function stateOf({ screen, sample, backAt }: ToPreview, now: number): VisitorState {
	const isClosed = screen === 'closed';
	const presence: PresenceView = {
		state: isClosed ? 'closed' : 'open',
		until: null,
		backAt: isClosed ? backAt : null,
		agents: isClosed ? [] : [{ name: sample.agent }],
	};
	return {
		link: { kind: 'open' },
		isLoaded: true,
		log: screen === 'talk' ? [talkOf(sample, now)] : [],
		pending: [],
		isKept: true,
		news: {
			presence: { type: 'presence', ...presence },
			queue: null,
			visitor: null,
			marks: new Map(),
			typing: null,
			isStoreAway: false,
		},
		isLinkRefused: false,
	} as VisitorState;
}

function talkOf({ agent, question, answer }: ToPreview['sample'], now: number) {
	const said = (vseq: number, minutes: number, text: string, name: string | null) => ({
		type: 'message',
		vseq,
		createdAt: new Date(now - minutes * 60_000).toISOString(),
		author: name === null ? { kind: 'visitor', name: '' } : { kind: 'agent', name },
		clientId: null,
		text,
		files: [],
		quickReplies: [],
		deleted: false,
	});
	const events = [said(1, 3, question, null), said(2, 1, answer, agent)];
	return {
		id: 'preview.1',
		timeline: visitorReducer.apply(visitorReducer.empty(), events as unknown as VisitorEventView[]),
	};
}
