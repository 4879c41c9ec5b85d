import type { ToAgent } from '../protocol/agent-frames.ts';
import type { VisitorView, VisitView } from '../views/event-view.ts';
import type { AgentQuestions } from './agent-questions.ts';

export interface PeopleState {
	/** Who the visitors of all conversations are that were listed or opened; missing: on its way, or nothing is known. */
	readonly visitors: ReadonlyMap<string, VisitorView>;
	/** Who is on the sites, by visitor; null: not watched, or on its way. */
	readonly visits: ReadonlyMap<string, VisitView> | null;
	/** Sites that show only visitors who have written. */
	readonly quietSites: readonly string[];
}

/** Visitors that are asked for at a time. */
const batch = 50;

/** Learns who visitors are, many at a time, and who is on the sites while that is watched. */
export class AgentPeople {
	now: PeopleState = { visitors: new Map(), visits: null, quietSites: [] };
	readonly #questions: Pick<AgentQuestions, 'ask'>;
	readonly #onChange: () => void;
	/** Of these somebody wants to know who they are. */
	readonly #wanted = new Set<string>();
	/** What changes about these is told by the server. */
	readonly #asked = new Set<string>();
	#isAsking = false;
	/** How many parts of the console want to know who is on the sites. */
	#watching = 0;

	constructor(questions: Pick<AgentQuestions, 'ask'>, onChange: () => void) {
		this.#questions = questions;
		this.#onChange = onChange;
	}

	/** Asked for with the next `flush`. */
	want(visitor: string): void {
		if (!this.#asked.has(visitor)) this.#wanted.add(visitor);
	}

	flush(): void {
		if (this.#isAsking || this.#wanted.size === 0) return;
		const visitors = [...this.#wanted].slice(0, batch);
		for (const visitor of visitors) {
			this.#wanted.delete(visitor);
			this.#asked.add(visitor);
		}
		this.#isAsking = true;
		this.#questions.ask({ type: 'visitors.read', visitors }).then(
			() => {
				this.#isAsking = false;
				this.flush();
			},
			() => {
				// Asked again at the next word from the server, or after the reconnect.
				this.#isAsking = false;
				for (const visitor of visitors) {
					this.#asked.delete(visitor);
					this.#wanted.add(visitor);
				}
			},
		);
	}

	/** True: it was about people. */
	hear(frame: ToAgent): boolean {
		switch (frame.type) {
			case 'visitors':
				this.#learn(frame.items);
				return true;
			case 'visitor':
				if (frame.requestId !== null || this.#asked.has(frame.visitor.id))
					this.#learn([frame.visitor]);
				return true;
			case 'visits':
				this.#set({
					visits: this.#watches
						? new Map(frame.items.map((visit): [string, VisitView] => [visit.visitor, visit]))
						: null,
					quietSites: frame.quietSites,
				});
				return true;
			case 'visit': {
				if (this.now.visits === null) return true;
				const visits = new Map(this.now.visits);
				if (frame.visit === null) visits.delete(frame.visitor);
				else visits.set(frame.visitor, frame.visit);
				this.#set({ visits });
				return true;
			}
			default:
				return false;
		}
	}

	/** From now on who is on the sites is known and kept up to date, until everybody who asked for that has switched it off. */
	watchVisits(isOn: boolean): void {
		const wasOn = this.#watches;
		this.#watching = Math.max(0, this.#watching + (isOn ? 1 : -1));
		if (this.#watches === wasOn) return;
		if (!isOn) this.#set({ visits: null });
		this.#askVisits();
	}

	/** What changed meanwhile was not told. */
	opened(): void {
		for (const visitor of this.#asked) this.#wanted.add(visitor);
		this.#asked.clear();
		this.flush();
		if (this.#watches) this.#askVisits();
	}

	/** Another database: who was known is nobody there. */
	startOver(): void {
		this.#asked.clear();
		this.#wanted.clear();
		this.#set({ visitors: new Map() });
	}

	get #watches(): boolean {
		return this.#watching > 0;
	}

	#askVisits(): void {
		// Not answered: asked again after the reconnect.
		this.#questions.ask({ type: 'visits.watch', isOn: this.#watches }).catch(() => null);
	}

	#learn(items: readonly VisitorView[]): void {
		const visitors = new Map(this.now.visitors);
		for (const visitor of items) visitors.set(visitor.id, visitor);
		this.#set({ visitors });
	}

	#set(change: Partial<PeopleState>): void {
		this.now = { ...this.now, ...change };
		this.#onChange();
	}
}
