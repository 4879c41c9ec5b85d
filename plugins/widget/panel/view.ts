import type { Beside, VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';
import type { PanelSettings } from '../settings.ts';
import type { Asked, Dock } from './decide-dock.ts';
import type { Screen, Wish } from './decide-screen.ts';

/** What all parts of the panel are drawn from. */
export interface View {
	readonly state: VisitorState;
	readonly screen: Screen;
	readonly dock: Dock;
	/** The conversation in front; null: there is none yet. */
	readonly shown: VisitorConversation | null;
	/** The one that goes on, shown or not. */
	readonly running: VisitorConversation | null;
	/** Who answers, or answered, in `shown`. */
	readonly agent: string | null;
	readonly now: number;
}

/** A screen, or what stands in the composer's place. */
export interface Part {
	readonly root: HTMLElement;
	render(view: View): void;
	focus(): void;
}

/** What the parts may ask of the panel. */
export interface Context {
	readonly settings: PanelSettings;
	readonly client: VisitorClient;
	readonly storage: KeyValues;
	readonly sound: { isOn(): boolean; turn(isOn: boolean): void };
	go(wish: Wish): void;
	/** Shows an older conversation. */
	read(conversation: string, head: number): void;
	/** Puts something in the composer's place; null: the composer again. */
	ask(asked: Asked): void;
	/** The rating of this conversation is given or passed over: never asked again. */
	done(conversation: string): void;
	/** `group` also goes with the message that is yet to be written. */
	begin(text: string, group: string | undefined): void;
	send(text: string, beside?: Beside): void;
}

export interface Screens {
	readonly parts: Readonly<Record<'home' | 'form' | 'away', Part>>;
	readonly docks: Readonly<Record<Exclude<Dock, 'composer'>, Part>>;
	/** Stands in the log, under the messages. */
	readonly card: Omit<Part, 'focus'>;
	readonly menu: Part & { hide(isHidden: boolean): void };
}
