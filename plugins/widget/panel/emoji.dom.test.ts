import '../testing/english.ts';
import { createEmoji } from './emoji.ts';

function setUp(direction = 'ltr') {
	const acts: string[] = [];
	const { root, focus } = createEmoji({
		choose: (emoji) => acts.push(emoji),
		close: () => acts.push('close'),
	});
	root.style.direction = direction;
	document.body.replaceChildren(root);
	focus();
	const at = () => [...root.children].indexOf(document.activeElement as Element);
	const press = (key: string): boolean =>
		(document.activeElement ?? root).dispatchEvent(
			new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
		);
	return { root, acts, at, press };
}

test('the arrow keys walk the grid, which is one stop for Tab', () => {
	const { root, at, press } = setUp();
	const walk = (...keys: string[]) =>
		keys.map((key) => {
			press(key);
			return at();
		});
	expect(walk('ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'End')).toEqual([
		1, 9, 8, 0, 0, 63,
	]);
	expect(walk('ArrowRight', 'Home')).toEqual([63, 0]);
	expect(
		[...root.children].filter((button) => (button as HTMLElement).tabIndex === 0),
	).toHaveLength(1);
});

test('from right to left the arrows are mirrored', () => {
	const { at, press } = setUp('rtl');
	press('ArrowLeft');
	expect(at()).toBe(1);
});

test('one that is pressed is chosen, Escape leaves the grid and nothing else', () => {
	const { root, acts, press } = setUp();
	const outside = jest.fn();
	document.body.addEventListener('keydown', outside);
	(root.children[2] as HTMLElement).click();
	press('Escape');
	document.body.removeEventListener('keydown', outside);
	expect(acts).toEqual([root.children[2]?.textContent, 'close']);
	expect(outside).not.toHaveBeenCalled();
});
