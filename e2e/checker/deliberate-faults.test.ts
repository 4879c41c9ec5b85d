import { fakeWorld } from '../../shared/client/fake-parts.ts';
import type { ClientParts } from '../../shared/client/parts.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import type { VisitorEventView } from '../../shared/views/event-view.ts';
import { checkHistory, checkStuck, History, textOf, type Surface } from './index.ts';
import { seenOf, TinyServer } from './tiny-server.ts';

/* The real client, and one part of the whole made wrong on purpose: what a run would look like, and whether it would be noticed. */

type Wrongs = ConstructorParameters<typeof TinyServer>[2] & {
	readonly neverResends?: boolean;
	/** This number is not on the screen. */
	readonly skips?: number;
};

/** Two tabs write, the server goes down with some of it in its hands, and comes back. */
async function story(wrongs: Wrongs): Promise<string[]> {
	const history = new History();
	const stored = new Map<string, string>();
	const sent = new Set<string>();
	const tabs = [fakeWorld({ stored }), fakeWorld({ stored })] as const;
	const server = new TinyServer(tabs, history, wrongs);
	const clients = tabs.map(
		(tab, index) =>
			new VisitorClient({
				site: 'pk_demo',
				parts: {
					...(wrongs.neverResends === true ? withoutResends(tab.parts, sent) : tab.parts),
					newId: () => `tab-${index}-${String((said += 1)).padStart(4, '0')}`,
				},
				onChange: () => {},
			}),
	);
	let said = 0;
	const say = (index: number): void => {
		const text = textOf('v1', `${index}-${said}`);
		const clientId = clients[index]!.send(text);
		history.invoke({ clientId, talk: 'v1', author: `tab ${index}`, text, internal: false });
		server.take();
	};
	for (const client of clients) client.start();
	for (const tab of tabs) {
		tab.open();
		server.take();
	}
	for (const index of [0, 1, 0]) {
		say(index);
		server.commit();
	}
	// So late that it is sent again before it is answered.
	say(0);
	tabs[0].advance(20_000);
	server.take();
	server.commit();
	say(0);
	server.crash();
	for (let turn = 0; turn < 4; turn += 1) {
		server.take();
		server.commit();
		for (const tab of tabs) tab.advance(5_000);
	}
	const shown = clients.map((client, index) =>
		screen(`tab ${index}`, () =>
			client.state.log.flatMap(({ timeline }) =>
				timeline.events.filter(({ vseq }) => vseq !== wrongs.skips),
			),
		),
	);
	for (const client of clients) client.stop();
	const anomalies = [
		...(await checkHistory(history, [server.surface(), ...shown])),
		...checkStuck(history, () => true),
	];
	return [...new Set(anomalies.map(({ invariant, name }) => `${invariant} ${name}`))].sort();
}

const screen = (name: string, events: () => readonly VisitorEventView[]): Surface => ({
	name,
	numbers: 'vseq',
	isPublic: true,
	repeats: false,
	holds: () => true,
	read: async () => events().map(seenOf),
});

/** Each message goes out once, whatever becomes of it. */
function withoutResends(parts: ClientParts, sent: Set<string>): ClientParts {
	return {
		...parts,
		openSocket: (events) => {
			const socket = parts.openSocket(events);
			return {
				...socket,
				send(text) {
					const frames = JSON.parse(text) as { readonly clientId?: string }[];
					const fresh = frames.filter(({ clientId }) => !sent.has(clientId ?? ''));
					for (const { clientId } of fresh) if (clientId !== undefined) sent.add(clientId);
					if (fresh.length > 0) socket.send(JSON.stringify(fresh));
				},
			};
		},
	};
}

describe('the history checker over a run', () => {
	it('finds nothing when all parts do what they should', async () => {
		expect(await story({})).toEqual([]);
	});

	it('finds a client that does not send again', async () => {
		expect(await story({ neverResends: true })).toEqual(['I1 stuck']);
	});

	it('finds a server that acknowledges before it has committed', async () => {
		expect(await story({ acksBeforeCommit: true })).toContain('I1 lost write');
	});

	it('finds a server that takes what was sent again for something new', async () => {
		expect(await story({ forgetsIds: true })).toContain('I1 duplicate');
	});

	it('finds a screen that leaves one event out', async () => {
		expect(await story({ skips: 2 })).toEqual(['I1 lost write', 'I2 gap']);
	});
});
