import type { ToLoader } from '../messages.ts';
import type { LoaderSettings } from '../settings.ts';
import type { Core, Queue } from './core.ts';
import { element } from './element.ts';
import { remembered } from './memory.ts';
import { css } from './style.ts';

/**
 * Paints the launcher and, once the visitor shows interest, loads the panel. Until then it asks the network for nothing. Gives the
 * function that takes the page's commands.
 */
export function createLauncher(
	settings: LoaderSettings | [...LoaderSettings, more: (...core: Core) => void],
): Queue {
	const [
		key,
		url,
		ownCss,
		hideOn,
		isWatch,
		label,
		ways,
		chatWithUs,
		opening,
		unreachable,
		unreachableMore,
		closeText,
		more,
	] = settings;
	const memory = `parley:${key}`;
	const chat = `${url}/chat/${key}`;

	const badge = element('b');
	const launch = element(
		'a',
		{
			href: `${chat}?lang=${document.documentElement.lang}`,
			className: 'g',
			ariaLabel: chatWithUs,
		},
		label,
		badge,
	);
	const heading = element('h2', {}, opening);
	const cancel = element('button', { ariaLabel: closeText }, '×');
	const others = element(
		'p',
		{ hidden: true },
		unreachableMore,
		...ways.map(([text, target, href = launch.href]) => element('a', { href, target }, text)),
	);
	const card = element('div', { role: 'status' }, heading, cancel, others);
	const frame = element('iframe', { src: `${launch.href}&embed=1` });
	const dialog = element('dialog', { ariaLabel: chatWithUs });

	// Beside the body: there before it is, and still there when a framework puts another in its place.
	const host = element('parley-chat', { role: 'region', ariaLabel: chatWithUs });
	const shadow = host.attachShadow({ mode: 'open' });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css + ownCss);
	shadow.adoptedStyleSheets = [sheet];
	shadow.append(launch, dialog);

	const listeners: Record<string, ((value: unknown) => void)[]> = {};
	/** Said when the panel is ready. */
	const kept: Parameters<Queue>[] = [];
	/**
	 * 0: there is no panel. 1: its frame is on the way. 2: the frame has loaded something and the panel has not answered from it, most
	 * likely it is the browser's own error page. 3: the panel has answered.
	 */
	let state = 0;
	/** That the chat cannot be reached. */
	let isTold = false;
	let timer = 0;
	let path = location.pathname;

	// Later, so that what fails there fails there.
	const emit = (event: string, value?: unknown) =>
		listeners[event]?.forEach((listener) => setTimeout(listener, 0, value));
	const on = (event: string, listener: (value: unknown) => void) => {
		(listeners[event] ||= []).push(listener);
	};
	/** Our own frame may know the whole address; what of it leaves the browser, the panel decides. */
	const say = (name: string, ...args: unknown[]) =>
		frame.contentWindow?.postMessage(
			{
				type: `parley:${name}`,
				page: [location.href, document.title, document.referrer],
				args: JSON.stringify(args),
			},
			url,
		);
	const keep: Queue = (...call) => {
		if (state > 2) say(...call);
		else kept.push(call);
	};
	/** Something has changed in the page or with the panel: for the panel, for the page, and for the launcher. */
	const note = (event: 'open' | 'close' | 'page') => {
		// The patterns begin with ^, so what is found is found at 0.
		launch.hidden = dialog.open || !path.search(hideOn);
		if (state > 2) say(event);
		emit(event);
	};

	const look = () =>
		setTimeout(() => {
			if (path !== (path = location.pathname)) note('page');
			// A page changes its title some time after its address.
		}, 300);

	/** Putting a frame in place loads it, each time. The card stays where it is, with the focus that may be in it. */
	const load = () => {
		state = 1;
		if (!card.isConnected) dialog.append(card);
		dialog.append(frame);
	};
	// A frame that was refused fires `load` too; only the panel's answer counts.
	frame.onload = () => {
		state = 2;
		say('greet');
	};
	const want = () => {
		if (!state) load();
	};

	/**
	 * How long a panel may keep silent before the visitor is told; then, what has failed is tried again as often, and what is still on
	 * its way stays on its way.
	 */
	const wait = () => {
		clearTimeout(timer);
		timer = setTimeout(() => {
			if (state > 2 || !dialog.open) return;
			// Once: an equal text would be read out again.
			if (!isTold) {
				isTold = true;
				heading.textContent = unreachable;
				others.hidden = false;
			}
			if (state > 1) load();
			wait();
		}, 8_000);
	};

	const open = () => {
		if (state < 3) {
			// What is still on its way stays on its way, until the visitor was told and tries again.
			if (isTold || state !== 1) load();
			isTold = false;
			heading.textContent = opening;
			wait();
		}
		if (dialog.open) return;
		// On a phone the panel covers the page, so the page behind must be out of reach; at the desk it must not.
		dialog[innerWidth < 480 || innerHeight < 520 ? 'showModal' : 'show']();
		note('open');
	};

	const close = () => dialog.close();
	dialog.onclose = () => {
		note('close');
		launch.focus();
	};

	launch.onpointerenter = launch.onfocus = want;
	cancel.onclick = close;
	dialog.onkeydown = ({ key: pressed }) => {
		if (pressed === 'Escape') close();
	};

	// Every link to the chat opens the panel, the launcher and the page's own. With a modifier it is a link as any other.
	addEventListener(
		'click',
		(event) => {
			look();
			const isOurs = (event.composedPath() as HTMLAnchorElement[]).some(
				(node) => `${node.href}`.startsWith(chat) && !node.target,
			);
			if (isOurs && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
				event.preventDefault();
				open();
			}
		},
		true,
	);
	addEventListener('popstate', look);
	(self as { navigation?: EventTarget }).navigation?.addEventListener('navigate', look);

	type WordOf<Type> = Type extends `parley:${infer Word}` ? Word : never;
	const acts: {
		[Type in ToLoader['type'] as WordOf<Type>]: (
			message: Extract<ToLoader, { type: Type }>,
		) => void;
	} = {
		ready({ title }) {
			state = 3;
			frame.title = title;
			card.remove();
			say(dialog.open ? 'open' : 'page');
			kept.splice(0).forEach((call) => say(...call));
		},
		close,
		acted() {
			remembered(memory, '1');
		},
		event({ name }) {
			emit(name);
		},
		unread({ count, badge: text, name }) {
			badge.textContent = text;
			launch.ariaLabel = name;
			emit('unread', count);
		},
	};
	addEventListener('message', ({ data, origin, source }: MessageEvent<ToLoader | null>) => {
		// Only our own panel is listened to, so a word that nobody knows does no harm.
		if (origin === url && source === frame.contentWindow)
			(acts as Record<string, (message: unknown) => void>)[`${data?.type}`.slice(7)]?.(data);
	});

	launch.hidden = !path.search(hideOn);
	document.documentElement.append(host);
	// When the page has painted.
	if (isWatch || remembered(memory)) setTimeout(want, 300);
	more?.(shadow, launch, element, remembered, keep, open, on);

	const commands: Record<string, (...args: never[]) => void> = { open, close, on };
	// What is not for the loader is for the panel.
	return (name, ...rest) => {
		if (commands[name]) commands[name](...(rest as never[]));
		else keep(name, ...rest);
	};
}
