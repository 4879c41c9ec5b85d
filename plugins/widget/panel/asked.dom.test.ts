import '../testing/english.ts';
import type { VisitorClient, VisitorState } from '../../../shared/client/visitor-client.ts';
import { visitorReducer } from '../../../shared/client/visitor-log.ts';
import type { VisitorEventView } from '../../../shared/views/event-view.ts';
import { createAsked } from './asked.ts';
import { lineOf } from './line.ts';

const solved = { type: 'asked', about: 'resolved', toName: null };
const pass = { type: 'asked', about: 'transfer', toName: 'Ben <b>' };
const answer = (about: string, yes: boolean) => ({ type: 'answered', about, yes });
const message = { type: 'message', text: 'Wait', files: [], quickReplies: [], deleted: false };

const eventOf = (given: object, index: number) =>
	({
		vseq: index + 1,
		createdAt: '2026-05-06T12:00:00.000Z',
		author: { kind: 'agent', name: 'Mira' },
		clientId: null,
		...given,
	}) as unknown as VisitorEventView;
function stateOf(events: readonly object[], pending: readonly object[] = []): VisitorState {
	const timeline = visitorReducer.apply(visitorReducer.empty(), events.map(eventOf));
	return { log: [{ id: 'v.1', timeline }], pending } as unknown as VisitorState;
}

function setUp() {
	const acts: string[] = [];
	const client = {
		answer: (...given: unknown[]) => acts.push(given.join(' ')),
	} as unknown as VisitorClient;
	const asked = createAsked(client, () => acts.push('focus'));
	const buttons = () => [...asked.root.querySelectorAll('button')];
	return { ...asked, acts, buttons };
}

it('the question stands with two buttons, under its own name', () => {
	const { root, render, buttons } = setUp();
	render(stateOf([pass]));
	expect(root.hidden).toBe(false);
	expect(root.getAttribute('aria-label')).toBe('May Ben <b> take over this chat?');
	expect(root.querySelector('strong')?.textContent).toBe('May Ben <b> take over this chat?');
	expect(buttons().map(({ textContent }) => textContent)).toEqual(['Yes', 'No']);
});

it('a button answers, and the focus is not lost with it', () => {
	for (const [index, yes] of [true, false].entries()) {
		const { render, buttons, acts } = setUp();
		render(stateOf([solved]));
		buttons()[index]?.click();
		expect(acts).toEqual(['focus', `v.1 resolved ${yes}`]);
	}
});

it.each([
	['while it is written', [solved, message], true],
	['after another question', [pass, solved], true],
	['after the answer', [solved, answer('resolved', false)], false],
	['after the transfer', [pass, { type: 'transferred', agentName: 'Ben' }], false],
	['back in the line', [pass, { type: 'requeued' }], false],
	['after the end', [solved, { type: 'ended', by: 'agent' }], false],
	['before it', [message], false],
])('%s it is there or not', (_when, events, isThere) => {
	const { root, render } = setUp();
	render(stateOf(events));
	expect(root.hidden).toBe(!isThere);
});

it('is gone as soon as the answer is on its way', () => {
	const { root, render } = setUp();
	render(stateOf([solved]));
	render(stateOf([solved], [{ frame: { type: 'question.answer' } }]));
	expect(root.hidden).toBe(true);
	// Refused: an answer to an older question hides no newer one.
	render(stateOf([solved], [{ frame: { type: 'question.answer' }, state: 'failed' }]));
	expect(root.hidden).toBe(false);
});

it('the answer stays in the log as a sentence', () => {
	const lines = ['resolved', 'transfer'].flatMap((about) =>
		[true, false].map((yes) => lineOf(eventOf(answer(about, yes), 0), 0, 'v.1')?.text),
	);
	expect(lines).toEqual([
		'You said that everything is solved',
		'You said that not everything is solved',
		'You agreed to be passed on',
		'You did not want to be passed on',
	]);
	expect(lineOf(eventOf(solved, 0), 0, 'v.1')).toBeNull();
});
