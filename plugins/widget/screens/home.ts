import { h, setText } from '../panel/dom.ts';
import { face } from '../panel/face.ts';
import { presenceLine } from '../panel/presence.ts';
import type { Context, Part, View } from '../panel/view.ts';
import { say, strings } from '../strings.ts';
import { articleList } from './articles.ts';
import { privacyLink } from './consent.ts';
import { createPast } from './past.ts';
import { placeOf } from './hours.ts';

/** Who is there and until when, the way into the chat, and what may help without one. */
export function createHome(context: Context): Part {
	const { settings, go } = context;
	const title = h('h2', { class: 'hello', tabindex: '-1' });
	const faces = h('span', { class: 'faces' });
	const line = h('b', {});
	const answered = h('span', {});
	const people = h('div', { class: 'promise' }, faces, h('span', {}, line, answered));
	const welcome = h('p', { class: 'quiet' }, settings.texts.welcome);
	const start = h('button', { type: 'button', class: 'btn main wide', onclick: () => go('start') });
	const past = createPast(context);
	// A closed day needs no place in one line.
	const open = settings.hours.filter(({ times }) => times !== strings.closedDay);
	const place = placeOf(settings);
	const lines = open.map(({ days, times }) => `${days} ${times}`);
	const hours = [...lines, ...(place === '' || lines.length === 0 ? [] : [place])].join(', ');
	const root = h(
		'div',
		{ class: 'body' },
		title,
		...(settings.texts.welcome === '' ? [] : [welcome]),
		people,
		start,
		past.root,
		...articleList(strings.oftenAsked, settings.articles),
		h(
			'footer',
			{ class: 'foot' },
			h('p', {}, hours),
			h('p', {}, `${strings.keptHere} `, ...privacyLink(settings.privacyUrl)),
		),
	);
	let shown = '';

	function render(view: View): void {
		const { visitor, presence } = view.state.news;
		const [name] = (visitor?.name ?? '').trim().split(/\s/);
		setText(title, settings.texts.hello || (name ? say('helloName', { name }) : strings.hello));
		const words = presenceLine(presence, view.now);
		const n = settings.replyMinutes;
		const isOpen = presence?.state === 'open';
		const names = isOpen ? presence.agents.map((agent) => agent.name) : [];
		setText(line, words);
		line.classList.toggle('dot', isOpen && names.length > 0);
		setText(answered, n === null || !isOpen ? '' : say('answeredIn', { n }));
		people.hidden = words === '' && answered.textContent === '';
		if (names.join() !== shown) faces.replaceChildren(...names.map((each) => face(each)));
		shown = names.join();
		setText(start, view.running === null ? strings.startChat : strings.continueChat);
		past.render(view);
	}

	return { root, render, focus: () => title.focus() };
}
