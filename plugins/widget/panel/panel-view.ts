import { keptValue } from '../../../shared/client/kept-value.ts';
import type { KeyValues } from '../../../shared/client/parts.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { createScreens } from '../screens.ts';
import { strings } from '../strings.ts';
import type { Core } from './core.ts';
import { decideDock, type Asked, type Dock } from './decide-dock.ts';
import { decideScreen, mustAsk, type Screen, type Wish } from './decide-screen.ts';
import { h, setText } from './dom.ts';
import { createHeader } from './header.ts';
import { headerOf } from './header-view.ts';
import { agentOf, newestOf, runningOf } from './standing.ts';
import { createStateBar } from './state-bar.ts';
import type { Context, Part, View } from './view.ts';

interface Reply {
	readonly text: string;
	readonly greeting: { readonly id: string; readonly text: string };
}

/** Header, state bar, and below them the log with its dock, or one of the screens: which of them, and what they say. */
export function createPanel(core: Core, storage: KeyValues, sound: Context['sound']) {
	const { client, settings, source, root, chat, wait, composer, log } = core;
	const done = keptValue(storage, `parley.done.${settings.key}`);
	let wish: Wish = null;
	let asked: Asked = null;
	/** The conversation after whose end the visitor wants a new one. */
	let leftBehind: string | null = null;
	let rating: string | null = null;
	let wantsFocus = false;
	/** A form that somebody fills in stays until it is sent or left, though all that it asks is known by then. */
	let isFilling = false;
	/** An answer to a greeting that waits for what must be asked first. */
	let reply: Reply | null = null;
	let screen: Screen = 'wait';
	let dock: Dock = 'composer';

	const close = source === 'launcher' ? core.close : null;
	const header = createHeader({ back: () => go('home'), close });
	const bar = createStateBar({ retryNow: () => client.retryNow(), now: Date.now });
	const notice = h('p', { class: 'notice', hidden: true });
	const { parts, docks, card, menu } = createScreens({
		settings,
		client,
		storage,
		sound,
		go,
		ask,
		send: core.send,
		read(conversation, head) {
			client.open(conversation, head);
			go('chat', conversation);
		},
		done(conversation) {
			done.set(conversation);
			rating = null;
			refocus();
		},
		begin(text, topic) {
			core.group = topic;
			const isReply = reply !== null;
			sendReply();
			if (text !== '') core.send(text);
			else if (!isReply) go('chat');
		},
	});
	core.header.replaceWith(header.root);
	header.root.after(bar.root);
	header.equip(menu.root);
	log.root.prepend(notice);
	log.root.querySelector('.log-rows')?.after(card.root);
	root.append(...Object.values(parts).map(rootOf));
	chat.append(...Object.values(docks).map(rootOf));
	core.onSent = () => {
		wish = 'chat';
		isFilling = false;
		core.reading = asked = null;
		refocus();
	};
	parts.form.root.addEventListener('input', () => (isFilling = true));
	root.addEventListener('keydown', (event) => {
		if (event.key !== 'Escape' || event.defaultPrevented) return;
		if (asked !== null) ask(null);
		else close?.();
	});

	function go(next: Wish, conversation: string | null = null): void {
		if (next === 'start') leftBehind = client.state.log.at(-1)?.id ?? null;
		wish = next;
		isFilling = false;
		core.reading = conversation;
		asked = null;
		refocus();
	}

	function ask(next: Asked): void {
		asked = next;
		refocus();
	}

	function viewOf(state: VisitorState): View {
		const running = runningOf(state);
		const isSending = state.pending.some(
			({ frame, state: sending }) => frame.type === 'message.send' && sending !== 'failed',
		);
		const { reading } = core;
		const isDone = (id: string) => settings.rating === 'none' || done.get() === id;
		const shown = state.log.find(({ id }) => id === reading) ?? newestOf(state);
		const id = shown?.id ?? '';
		const isOver = shown !== null && id !== running?.id;
		const goesOn = reading === null && (isSending || id === leftBehind);
		const wanted = decideDock({
			asked,
			shown,
			isOver,
			goesOn,
			rating: settings.rating,
			isDone: reading !== null || isDone(id),
			isRating: rating === id,
		});
		if (wanted === 'rating') rating = id;
		const isNew = isOver && goesOn;
		return {
			state,
			screen: decideScreen({ settings, state, wish, isSending, isDone }),
			dock: wanted,
			shown: isNew ? null : shown,
			running,
			agent: shown === null || isNew ? null : agentOf(shown.timeline.events),
			now: Date.now(),
		};
	}

	function sendReply(): void {
		if (reply === null) return;
		const { text, greeting } = reply;
		reply = null;
		core.send(text, { source: 'greeting', greeting });
	}

	function render(state: VisitorState): void {
		if (reply !== null && state.isLoaded && !isFilling && mayReply(state)) sendReply();
		const before = partOf();
		const hadFocus = before?.root.contains(document.activeElement) === true;
		const view = viewOf(state);
		// Who is writing is not interrupted because somebody has come or gone.
		const isInForm = isFilling && wish === 'start' && screen === 'form';
		if (!isInForm && !(hadFocus && screen === 'away' && view.screen !== 'chat'))
			screen = view.screen;
		dock = view.dock;
		// From now on only the visitor leaves the chat.
		if (screen === 'chat' && state.isLoaded) wish = 'chat';

		header.render(headerOf(settings, source, view, screen));
		bar.render(state);
		wait.hidden = screen !== 'wait';
		chat.hidden = screen !== 'chat';
		composer.root.hidden = dock !== 'composer';
		setText(notice, state.isLinkRefused ? strings.linkRefused : strings.notKept);
		notice.hidden = state.isKept && !state.isLinkRefused;
		for (const [name, part] of [...Object.entries(parts), ...Object.entries(docks)]) {
			part.root.hidden = name !== (name in parts ? screen : dock);
			if (!part.root.hidden) part.render(view);
		}
		menu.hide(screen !== 'chat' || view.shown === null);
		menu.render(view);
		const hadCard = !card.root.hidden;
		card.render(view);
		if (hadCard !== !card.root.hidden) log.toEnd();
		composer.invite((!card.root.hidden && card.root.dataset['invite']) || strings.message);
		// Focus must not fall out of the panel with the part that had it.
		if (hadFocus && partOf() !== before) wantsFocus = true;
		if (wantsFocus && screen !== 'wait') {
			wantsFocus = false;
			partOf()?.focus();
		}
	}

	/** What is in use now. */
	function partOf(): Omit<Part, 'render'> | undefined {
		if (screen === 'wait') return undefined;
		if (screen !== 'chat') return parts[screen];
		return dock === 'composer' ? composer : docks[dock];
	}

	function refocus(): void {
		wantsFocus = true;
		core.render(client.state);
		render(client.state);
	}

	const mayReply = (state: VisitorState): boolean =>
		runningOf(state) !== null || !mustAsk(settings, state);

	return {
		render,
		/** The visitor has chosen an answer to a greeting: sent at once, unless something must be asked before. */
		reply(text: string, greeting: Reply['greeting']): void {
			reply = { text, greeting };
			go('start');
		},
		/** The newest messages are in front of the visitor. */
		isChat: (): boolean => screen === 'chat' && core.reading === null,
		focus(): void {
			log.toEnd();
			refocus();
		},
	};
}

const rootOf = ({ root }: Part): HTMLElement => root;
