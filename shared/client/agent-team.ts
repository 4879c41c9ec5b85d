import type { AgentFrame, ToAgent } from '../protocol/agent-frames.ts';
import type { OwnDutyView, TeamMemberView } from '../views/desk-view.ts';
import type { ClientParts } from './parts.ts';

export interface TeamState {
	/** Everybody of the team; empty until the server has told it. */
	readonly team: readonly TeamMemberView[];
	/** The own status, load and why no conversations come; null: not told yet. */
	readonly duty: OwnDutyView | null;
	/** Who has a conversation before their eyes, by conversation; told only of the one that this console watches. */
	readonly watchers: ReadonlyMap<string, readonly { readonly id: string; readonly name: string }[]>;
	/** Names of other agents who are writing now, by conversation. */
	readonly typing: ReadonlyMap<string, readonly string[]>;
}

/** Whoever goes on writing says so every five seconds. */
const typingMs = 10_000;

/** What this console knows of the colleagues. */
export class AgentTeam {
	now: TeamState = { team: [], duty: null, watchers: new Map(), typing: new Map() };
	readonly #parts: ClientParts;
	readonly #send: (frame: AgentFrame) => boolean;
	readonly #onChange: () => void;
	/** By conversation and name: what ends it by itself. */
	readonly #endings = new Map<string, () => void>();
	#place: string | null = null;
	#isVisible = true;

	constructor(parts: ClientParts, send: (frame: AgentFrame) => boolean, onChange: () => void) {
		this.#parts = parts;
		this.#send = send;
		this.#onChange = onChange;
	}

	/** True: it was about the team. */
	hear(frame: ToAgent): boolean {
		switch (frame.type) {
			case 'team':
				this.#set({ team: frame.agents });
				return true;
			case 'duty':
				this.#set({ duty: frame.duty });
				return true;
			case 'watchers':
				this.#set({ watchers: new Map([[frame.conversation, frame.agents]]) });
				return true;
			case 'typing':
				this.#types(frame.conversation, frame.name, frame.isOn);
				return true;
			default:
				return false;
		}
	}

	/** Who has written is not writing any more. */
	wrote(conversation: string, name: string): void {
		if (this.#endings.has(keyOf(conversation, name))) this.#types(conversation, name, false);
	}

	/** Said again after a reconnect. */
	watch(conversation: string | null): void {
		if (this.#place === conversation) return;
		this.#place = conversation;
		if (this.now.watchers.size > 0) this.#set({ watchers: new Map() });
		this.#tellPlace();
	}

	/** Said again after a reconnect. */
	show(isVisible: boolean): void {
		if (this.#isVisible === isVisible) return;
		this.#isVisible = isVisible;
		this.#tellPlace();
	}

	opened(): void {
		if (this.#place !== null || !this.#isVisible) this.#tellPlace();
	}

	#tellPlace(): void {
		const seen = this.#isVisible ? {} : { isVisible: false };
		this.#send({ type: 'watch', conversation: this.#place, ...seen });
	}

	lost(): void {
		this.stop();
		this.now = { ...this.now, watchers: new Map(), typing: new Map() };
	}

	stop(): void {
		for (const cancel of this.#endings.values()) cancel();
		this.#endings.clear();
	}

	#types(conversation: string, name: string, isOn: boolean): void {
		const key = keyOf(conversation, name);
		this.#endings.get(key)?.();
		this.#endings.delete(key);
		if (isOn) {
			const end = (): void => this.#types(conversation, name, false);
			this.#endings.set(key, this.#parts.clock.after(typingMs, end));
		}
		const known = this.now.typing.get(conversation) ?? [];
		if (known.includes(name) === isOn) return;
		const typing = new Map(this.now.typing);
		const names = isOn ? [...known, name] : known.filter((other) => other !== name);
		if (names.length > 0) typing.set(conversation, names);
		else typing.delete(conversation);
		this.#set({ typing });
	}

	#set(change: Partial<TeamState>): void {
		this.now = { ...this.now, ...change };
		this.#onChange();
	}
}

const keyOf = (conversation: string, name: string): string => `${conversation} ${name}`;
