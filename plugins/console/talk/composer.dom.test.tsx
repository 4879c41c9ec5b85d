import { act } from 'react';
import { createRoot } from '@wordpress/element';
import { Composer, type Reach } from './composer.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const setValue = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;

/** A composer whose reach others may change, and an agent's hands. */
function compose(reach: Reach) {
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	const sent: string[] = [];
	const become = (next: Reach) =>
		act(() =>
			root.render(
				<Composer
					reach={next}
					onTyping={() => undefined}
					onSend={(mode, text) => sent.push(`${mode}: ${text}`)}
				/>,
			),
		);
	become(reach);
	const field = () => place.querySelector('textarea') as HTMLTextAreaElement;
	return {
		sent,
		become,
		type: (text: string) =>
			act(() => {
				setValue?.call(field(), field().value + text);
				field().dispatchEvent(new Event('input', { bubbles: true }));
			}),
		enter: () =>
			act(() => {
				field().dispatchEvent(
					new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
				);
			}),
		choose: (name: string) =>
			act(() => {
				const labels = [...place.querySelectorAll('label')];
				labels.find(({ textContent }) => textContent === name)?.click();
			}),
		text: () => field().value,
		isNote: () => place.querySelector('.as-note') !== null,
		seenBy: () => place.querySelector('#seen-by')?.textContent,
	};
}

afterEach(() => document.body.replaceChildren());

test.each(['claims', 'visitor'] as const)(
	'a note stays a note when a colleague changes the conversation in mid-sentence (%s)',
	(reach) => {
		const agent = compose('team');
		agent.type('He has been ');
		agent.become(reach);
		expect(agent.isNote()).toBe(true);
		agent.type('rude before');
		agent.enter();
		expect(agent.sent).toEqual(['note: He has been rude before']);
	},
);

test('whoever has written nothing yet may reply as soon as that is possible', () => {
	const agent = compose('team');
	expect(agent.isNote()).toBe(true);
	agent.become('visitor');
	expect(agent.isNote()).toBe(false);
	agent.type('Hello');
	agent.enter();
	expect(agent.sent).toEqual(['reply: Hello']);
});

test('half a reply does not become a note, and goes nowhere while it may not', () => {
	const agent = compose('visitor');
	agent.type('Good morn');
	agent.become('team');
	expect(agent.text()).toBe('Good morn');
	agent.type('ing');
	agent.enter();
	expect(agent.sent).toEqual([]);
	expect(agent.seenBy()).toMatch(/cannot answer/);
	agent.become('visitor');
	agent.enter();
	expect(agent.sent).toEqual(['reply: Good morning']);
});

test('reply and note are two drafts', () => {
	const agent = compose('visitor');
	agent.type('To the visitor');
	agent.choose('Note');
	expect(agent.text()).toBe('');
	agent.type('To the team');
	agent.become('team');
	agent.become('visitor');
	agent.enter();
	agent.choose('Reply');
	expect(agent.text()).toBe('To the visitor');
	expect(agent.sent).toEqual(['note: To the team']);
});

test('what was sent leaves the field, and the other draft stays', () => {
	const agent = compose('visitor');
	agent.type('To the visitor');
	agent.choose('Note');
	agent.type('To the team');
	agent.enter();
	expect(agent.text()).toBe('');
	agent.enter();
	expect(agent.sent).toEqual(['note: To the team']);
	agent.choose('Reply');
	agent.enter();
	expect(agent.text()).toBe('');
	expect(agent.sent).toEqual(['note: To the team', 'reply: To the visitor']);
});
