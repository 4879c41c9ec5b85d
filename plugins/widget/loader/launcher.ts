import type { ToLoader, ToPanel } from '../messages.ts';
import type { Settings } from '../settings.ts';
import {
	chatWithSite,
	chatWithUs,
	chatWithUsUnread,
	close as closeText,
	openInTab,
	opening,
	unreachable,
} from '../strings.ts';
import { element, icon } from './element.ts';
import { pageOf } from './page.ts';
import { css } from './style.ts';

/** A panel that has not answered by then is not going to: the visitor gets the link instead. */
const patienceMs = 8_000;

/** Paints the launcher and, once the visitor shows interest, loads the panel. Until then it asks the network for nothing. */
export function createLauncher({ key, name, url }: Settings): void {
	const memory = `parley:${key}`;
	const chat = `${url}/chat/${key}`;
	const title = chatWithSite.replace('{site}', name);
	const host = element('parley-chat', { role: 'region', 'aria-label': chatWithUs });
	const shadow = host.attachShadow({ mode: 'open' });
	const sheet = new CSSStyleSheet();
	sheet.replaceSync(css);
	shadow.adoptedStyleSheets = [sheet];

	const badge = element('b', { hidden: '' });
	const launch = element('a', { class: 'g', href: chat, 'aria-label': chatWithUs }, icon(), badge);
	const text = element('p', { role: 'status' });
	const link = element('a', { href: chat, target: '_blank', rel: 'noopener' }, openInTab);
	const close = element('button', { type: 'button' }, closeText);
	const wait = element('div', {}, text, link, close);
	const dialog = element('dialog', { 'aria-label': title }, wait);
	shadow.append(launch, dialog);
	document.body.append(host);

	let frame: HTMLIFrameElement | null = null;
	let isReady = false;
	/** The frame has loaded something, which may be the browser's own error page. */
	let isLoaded = false;
	let timer = 0;

	const say = (message: ToPanel) => frame?.contentWindow?.postMessage(message, url);
	const sayOpened = () => say({ type: 'parley:opened', page: pageOf(location, document.title) });

	const load = () => {
		if (frame) return;
		frame = element('iframe', { title, src: `${chat}?embed=1`, hidden: '' });
		// A frame that was refused fires `load` too; only the panel's answer counts.
		frame.onload = () => {
			isLoaded = true;
			say({ type: 'parley:greet' });
		};
		dialog.prepend(frame);
	};

	const drop = () => {
		frame?.remove();
		frame = null;
		isLoaded = false;
	};

	const show = () => {
		// Loaded on intent while the server was down: now it may be back.
		if (isLoaded && !isReady) drop();
		load();
		link.hidden = launch.hidden = true;
		// On a phone the panel covers the page, so the page behind must be out of reach; at the desk it must not.
		if (matchMedia('(max-width:479px),(max-height:519px)').matches) dialog.showModal();
		else dialog.show();
		if (isReady) return sayOpened();
		text.textContent = opening;
		close.focus();
		timer = setTimeout(() => {
			text.textContent = unreachable;
			link.hidden = false;
			drop();
		}, patienceMs);
	};

	for (const intent of ['pointerenter', 'focus']) launch.addEventListener(intent, load);
	launch.onclick = (event) => {
		// With a modifier it is a link as any other: a new tab or window.
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		show();
	};
	close.onclick = () => dialog.close();
	dialog.onkeydown = ({ key: pressed }) => {
		if (pressed === 'Escape') dialog.close();
	};
	dialog.onclose = () => {
		clearTimeout(timer);
		launch.hidden = false;
		launch.focus();
		say({ type: 'parley:closed' });
	};

	addEventListener('message', ({ data, origin, source }: MessageEvent<ToLoader>) => {
		if (origin !== url || !frame || source !== frame.contentWindow) return;
		if (data.type === 'parley:ready') {
			clearTimeout(timer);
			isReady = wait.hidden = true;
			frame.hidden = false;
			if (dialog.open) sayOpened();
		} else if (data.type === 'parley:close') dialog.close();
		else if (data.type === 'parley:acted') remembered(memory, '1');
		else {
			const { count } = data;
			badge.hidden = !count;
			badge.textContent = count > 9 ? '9+' : `${count}`;
			launch.setAttribute(
				'aria-label',
				count ? chatWithUsUnread.replace('{n}', `${count}`) : chatWithUs,
			);
		}
	});

	if (remembered(memory)) setTimeout(load);
}

/** One key without identity in the page's own storage (D26). Where that is forbidden there is no unread count. */
function remembered(memory: string, value?: string): string | null {
	try {
		if (value) localStorage.setItem(memory, value);
		return localStorage.getItem(memory);
	} catch {
		return null;
	}
}
