import { keepFocus } from './keep-focus.ts';

let stop: () => void;
const at = (): Element | null => document.activeElement;
const find = (selector: string): HTMLElement => {
	const found = document.querySelector<HTMLElement>(selector);
	if (found === null) throw new Error(`There is no ${selector}.`);
	return found;
};
const someFrames = (): Promise<void> =>
	new Promise((done) => {
		const after = (frames: number): unknown =>
			frames === 0 ? done() : requestAnimationFrame(() => after(frames - 1));
		after(3);
	});

beforeEach(() => {
	document.body.innerHTML = `<div id="console"><main>
		<section class="pane list"><h2>Inbox</h2><div class="rows"><button id="a">A</button><button id="b">B</button></div></section>
		<section class="pane talk"><h2 class="hidden">Messages</h2><h2 id="title">Ellen</h2><div class="claim"><button id="claim">Claim</button></div></section>
	</main></div>`;
	stop = keepFocus(find('#console'));
});
afterEach(() => stop());

test('a row that goes gives the focus to the first row that is still there', async () => {
	find('#a').focus();
	find('#a').remove();
	await someFrames();
	expect(at()).toBe(find('#b'));
});

test('what goes with all that is around it gives it to the heading of its pane', async () => {
	find('#claim').focus();
	find('.claim').remove();
	await someFrames();
	expect(at()).toBe(find('#title'));
	find('.talk').remove();
	await someFrames();
	expect(at()).toBe(find('.list h2'));
});

test('who has given it to another place, or had none, is left alone', async () => {
	find('#a').focus();
	find('#a').remove();
	find('#claim').focus();
	await someFrames();
	expect(at()).toBe(find('#claim'));
	find('#claim').blur();
	find('#b').remove();
	await someFrames();
	expect(at()).toBe(document.body);
});

test('whoever removed it may give it to a better place a moment later', async () => {
	find('#a').focus();
	find('#a').remove();
	requestAnimationFrame(() => at() === document.body && find('#claim').focus());
	await someFrames();
	expect(at()).toBe(find('#claim'));
});

test('a button that is switched off while it works lends it to the heading, and has it back', async () => {
	const claim = find('#claim');
	claim.focus();
	// A browser does this by itself, the one of the tests does not.
	claim.blur();
	claim.setAttribute('disabled', '');
	await someFrames();
	expect(at()).toBe(find('#title'));
	claim.removeAttribute('disabled');
	await someFrames();
	expect(at()).toBe(claim);
});
