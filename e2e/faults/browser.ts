import type { History, MarksSeen, Talk } from '../checker/index.ts';
import type { Oddity } from './odd-socket.ts';
import type { ServerRun } from './server-run.ts';
import type { Talks } from './talkers.ts';
import { Tab } from './tab.ts';

/** What all who take part in a run share. */
export interface World {
	readonly run: ServerRun;
	readonly history: History;
	/** Which talk a conversation is, as soon as somebody was told its id. */
	readonly talks: Talks;
	readonly odd: Oddity;
	readonly random: () => number;
	readonly marks: MarksSeen[];
	/** What must never be, found while it runs. */
	readonly fault: (message: string) => void;
	/** A number for each thing that is said. */
	readonly next: () => number;
}

/** A browser with its storage and one or two tabs, in which one visitor sits after the other. */
export class Browser {
	readonly name: string;
	readonly world: World;
	readonly stored = new Map<string, string>();
	readonly tabs: Tab[] = [];
	/** Of whoever sits here now. */
	talk: Talk;
	#people = 1;
	readonly #byToken = new Map<string, Talk>();

	constructor(name: string, world: World) {
		this.name = name;
		this.world = world;
		this.talk = `${name}p1`;
	}

	async open(pollsOnly: boolean): Promise<void> {
		const name = `${this.name} tab ${this.tabs.length + 1}`;
		this.tabs.push(await Tab.open(name, this, pollsOnly));
	}

	/** Whose token this is. What was written under none goes under the first that comes. */
	talkOf(token: string | null): Talk {
		if (token === null) return this.talk;
		const known = this.#byToken.get(token);
		if (known !== undefined) return known;
		this.#byToken.set(token, this.talk);
		return this.talk;
	}

	/** Somebody logs out in this tab, and somebody else sits down. */
	changePerson(tab: Tab): void {
		// A tab that has no token yet has none to forget.
		if (tab.client.token === null || this.talkOf(tab.client.token) !== this.talk) return;
		this.#people += 1;
		this.talk = `${this.name}p${this.#people}`;
		tab.client.forget();
	}

	isOwn = (talk: Talk): boolean => talk.startsWith(`${this.name}p`);

	async close(): Promise<void> {
		for (const tab of this.tabs) await tab.close();
	}
}
