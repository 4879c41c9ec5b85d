import '../testing/english.ts';
import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import { strings } from '../strings.ts';
import { createStateBar } from './state-bar.ts';

const stateOf = (items: readonly { readonly state: string; readonly code: string | null }[]) =>
	({
		link: { kind: 'open' },
		pending: items.map((item) => ({ ...item, frame: { type: 'message.send', clientId: 'c1' } })),
	}) as unknown as VisitorState;

it('says that nothing can be stored, though it is connected, and when all was sent after that', () => {
	jest.useFakeTimers();
	const { root, render } = createStateBar({ retryNow() {}, now: () => 1 });
	const said = () => (root.hidden ? null : root.querySelector('[role=status]')?.textContent);
	render(stateOf([{ state: 'sending', code: null }]));
	expect(said()).toBeNull();
	render(stateOf([{ state: 'waiting', code: 'busy' }]));
	expect(said()).toBe(strings.storeAway);
	render(stateOf([{ state: 'sending', code: 'busy' }]));
	expect(said()).toBe(strings.storeAway);
	render(stateOf([]));
	expect(said()).toBe(strings.backAgain);
	jest.useRealTimers();
});
