import { act } from 'react';
import { createRoot } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import { strings } from '../strings.ts';
import { ConnectionBar } from './connection-bar.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** The bar over one message that is on its way. */
function bar() {
	const place = document.body.appendChild(document.createElement('div'));
	const root = createRoot(place);
	return {
		show(code: string | null, state: 'waiting' | 'sending' = 'waiting') {
			const frame = { type: 'message.send', clientId: 'c1' };
			const pending = [{ frame, at: 1, state, code, message: code }];
			const shown = { link: { kind: 'open' }, pending, isKept: true } as unknown as AgentState;
			act(() => root.render(<ConnectionBar client={{} as AgentClient} state={shown} />));
		},
		alerts: () =>
			[...place.querySelectorAll('.banner:not([hidden])')].map(({ textContent }) => textContent),
		end: () => act(() => root.unmount()),
	};
}

afterEach(() => document.body.replaceChildren());

it('says that the server cannot store anything, though it is connected, until it can', () => {
	const { show, alerts, end } = bar();
	show(null, 'sending');
	expect(alerts()).toEqual([]);
	for (const state of ['waiting', 'sending'] as const) {
		show('busy', state);
		expect(alerts()).toEqual([strings.storeAway]);
	}
	show(null);
	expect(alerts()).toEqual([]);
	end();
});
