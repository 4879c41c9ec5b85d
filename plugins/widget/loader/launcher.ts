import type { ToLoader, ToPanel } from '../messages.ts';
import type { Settings } from '../settings.ts';
import {
	chatWithSite,
	chatWithUs,
	chatWithUsUnread,
	close as closeText,
	openInTab,
	opening,
	tryAgain,
	unreachable,
} from '../strings.ts';
import { element, icon } from './element.ts';
import { pageOf } from './page.ts';
import { css } from './style.ts';

/**
 * Between two looks at a panel that has not answered. What the browser has loaded by then is its own error page; what is still on
 * its way gets two. After that the visitor has the link, and it is tried again for as long as the chat is open.
 */
const patienceMs = 4_000;

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
	const again = element('button', { hidden: '' }, tryAgain);
	// Every browser that has `adoptedStyleSheets` takes `_blank` as `noopener`.
	const link = element('a', { href: chat, target: '_blank', hidden: '' }, openInTab);
	const close = element('button', {}, closeText);
	const wait = element('div', {}, text, again, link, close);
	const dialog = element('dialog', { 'aria-label': title }, wait);
	shadow.append(launch, dialog);
	document.body.append(host);

	let frame: HTMLIFrameElement | null = null;
	let isReady = false;
	/** The frame has loaded something and the panel has not answered from it: most likely the browser's own error page. */
	let isMute = false;
	let timer = 0;

	const say = (message: ToPanel) => frame?.contentWindow?.postMessage(message, url);
	const sayOpened = () => say({ type: 'parley:opened', page: pageOf(location, document.title) });

	const load = () => {
		frame?.remove();
		isMute = false;
		frame = element('iframe', { title, src: `${chat}?embed=1`, hidden: '' });
		// A frame that was refused fires `load` too; only the panel's answer counts.
		frame.onload = () => {
			isMute = true;
			say({ type: 'parley:greet' });
		};
		dialog.prepend(frame);
	};

	const want = () => {
		if (!frame || isMute) load();
	};

	const attempt = () => {
		let isLate = false;
		want();
		text.textContent = opening;
		clearInterval(timer);
		timer = setInterval(() => {
			isLate = !isMute && !isLate;
			if (isLate) return;
			// An equal text would be read out again.
			if (text.textContent === opening) text.textContent = unreachable;
			again.hidden = link.hidden = false;
			load();
		}, patienceMs);
	};

	launch.onpointerenter = launch.onfocus = want;
	launch.onclick = (event) => {
		// With a modifier it is a link as any other: a new tab or window.
		if (event.ctrlKey || event.metaKey || event.shiftKey) return;
		event.preventDefault();
		launch.hidden = true;
		// On a phone the panel covers the page, so the page behind must be out of reach; at the desk it must not.
		if (matchMedia('(max-width:479px),(max-height:519px)').matches) dialog.showModal();
		else dialog.show();
		if (isReady) return sayOpened();
		attempt();
		close.focus();
	};
	again.onclick = attempt;
	close.onclick = () => dialog.close();
	dialog.onkeydown = ({ key: pressed }) => {
		if (pressed === 'Escape') dialog.close();
	};
	dialog.onclose = () => {
		clearInterval(timer);
		launch.hidden = false;
		launch.focus();
		say({ type: 'parley:closed' });
	};

	addEventListener('message', ({ data, origin, source }: MessageEvent<ToLoader>) => {
		if (origin !== url || !frame || source !== frame.contentWindow) return;
		if (data.type === 'parley:ready') {
			clearInterval(timer);
			isReady = wait.hidden = true;
			isMute = frame.hidden = false;
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

	if (remembered(memory)) setTimeout(want);
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
