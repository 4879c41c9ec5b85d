import { writeSync } from 'node:fs';
import { exampleFile } from '../../plugins/example-file/index.ts';
import { createLocalBus } from '../../server/bus/local.ts';
import {
	conversationId,
	createTimelines,
	createUnsaved,
	summaries,
	summaryConsumer,
	type Author,
	type Command,
} from '../../server/conversations/index.ts';
import { createLanes, laneCollections, type Lanes } from '../../server/lanes/index.ts';
import { openSqliteStore } from '../../server/stores/sqlite/sqlite-store.ts';
import { systemClock } from '../../server/system/clock.ts';
import type { AgentId, ClientId, SinkId, SiteId, VisitorId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import { textOf, type Invoked } from '../checker/history.ts';
import { seeded } from './random.ts';

/*
 * The program that store-kill.test.ts kills: conversations on the SQLite store with a file sink behind lanes, at about 50
 * messages a second. What it says on its standard output is written before it goes on, so that whatever was said was true.
 */

export interface StoreChildOptions {
	readonly dataDir: string;
	readonly writerPath: string;
	readonly sinkPath: string;
	readonly round: number;
	readonly seed: number;
	readonly conversations: number;
	readonly perSecond: number;
	/** What the last one left without an answer: sent again with the same ids. */
	readonly resend: readonly Invoked[];
	/** Says nothing new and ends when nothing is owed. */
	readonly drainOnly: boolean;
}
export type StoreChildLine =
	| { readonly kind: 'ready' }
	| { readonly kind: 'drained' }
	| { readonly kind: 'invoke'; readonly command: Invoked }
	| {
			readonly kind: 'ok';
			readonly clientId: string;
			readonly conversation: string;
			readonly seq: number;
			readonly vseq: number | null;
	  }
	| { readonly kind: 'fail'; readonly clientId: string; readonly code: string }
	| { readonly kind: 'fault'; readonly message: string };

const options = JSON.parse(process.argv[2] ?? '') as StoreChildOptions;
const random = seeded(options.seed);
const say = (line: StoreChildLine): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const fault = (message: string): void => say({ kind: 'fault', message });
const complain = (_fields: object, message: string): void => fault(message);
const logger = { info: () => {}, warn: complain, error: complain };
process.on('disconnect', () => process.exit(1));

const { dataDir, writerPath, sinkPath } = options;
const store = await openSqliteStore({
	dataDir,
	writerPath,
	collections: [summaries, ...laneCollections],
});
const bus = createLocalBus((error) => fault(String(error)));
// The lanes come after the timelines that ask them.
let lanes: Lanes | null = null;
const timelines = createTimelines({
	store,
	bus,
	owe: (event, state) => lanes?.owe(event, state) ?? [],
});
const unsaved = createUnsaved(timelines.peek);
const file = exampleFile.create({ path: sinkPath }, {} as PluginHost);
await file.start?.();
lanes = createLanes({
	store,
	clock: systemClock,
	logger,
	sinks: () =>
		file.sinks().map((sink) => ({
			sink,
			ready: true,
			deliver: (batch, signal) => file.deliver(sink.id, batch, signal),
		})),
	consumers: [{ id: 'summary' as SinkId, ...summaryConsumer({ store, timelines, unsaved }) }],
	stateOf: timelines.state,
	nameOf: () => 'Mira',
	link: () => Promise.resolve(),
	onTrouble: (trouble) => fault(JSON.stringify(trouble)),
	// A killed worker's lanes come again when its lease ends: soon, or each run would wait a minute for that.
	timing: { leaseMs: 3000, deliverMs: 1500, graceMs: 500 },
});
bus.onCommitted((event) => lanes?.wake(event));
await lanes.start();
say({ kind: 'ready' });

const site = 's_1' as SiteId;
const agent: Author = { kind: 'agent', id: 'a_1' as AgentId, role: 'agent', sites: 'all' };

async function submit({ clientId, talk, author, text, internal }: Invoked): Promise<void> {
	const visitor = talk as VisitorId;
	const common = { clientId: clientId as ClientId, at: Date.now(), text: text ?? '' };
	const command: Command = author.startsWith('agent')
		? { ...common, kind: internal ? 'note' : 'post', by: agent }
		: {
				...common,
				kind: 'post',
				by: { kind: 'visitor', id: visitor, site },
				opening: { site, visitor, source: 'launcher' },
			};
	try {
		const outcome = await timelines.submit(conversationId(visitor, 1), command);
		if (outcome.kind === 'refused') say({ kind: 'fail', clientId, code: outcome.code });
		if (outcome.kind !== 'done') return;
		const { timeline, seq, vseq } = outcome.event;
		say({ kind: 'ok', clientId, conversation: timeline, seq, vseq });
	} catch (error) {
		// Of unknown outcome: no answer, and the next child may be told to send it again.
		fault(String(error));
	}
}

let count = 0;
function newCommand(): Invoked {
	const talk = `v${Math.floor(random() * options.conversations)}`;
	const isAgent = random() < 0.3;
	const mark = `${options.round}-${(count += 1)}`;
	return {
		clientId: `client-${mark}`,
		talk,
		// What comes in a later round may come before what this one left unanswered.
		author: `${isAgent ? 'agent' : 'visitor'} round ${options.round}`,
		text: textOf(talk, mark),
		internal: isAgent && random() < 0.3,
	};
}

async function drain(): Promise<void> {
	while ((await store.owingSinks()).length > 0)
		await new Promise((resolve) => setTimeout(resolve, 50));
	await lanes?.stop();
	await file.stop?.();
	await store.close();
	say({ kind: 'drained' });
	process.exit(0);
}

const resent = options.resend.map(submit);
if (options.drainOnly) {
	// Before they are stored they are not owed, and nothing owed would look like the end.
	await Promise.all(resent);
	await drain();
}

const tickMs = 20;
setInterval(() => {
	// Now and then a burst, so that batches of several are killed too.
	const most = random() < 0.1 ? 8 : 1;
	const due = (options.perSecond * tickMs) / 1000 / 1.7;
	for (let i = 0; i < most; i += 1) {
		if (random() > due) continue;
		const command = newCommand();
		say({ kind: 'invoke', command });
		void submit(command);
	}
}, tickMs);
