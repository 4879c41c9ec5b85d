import { pollSocket } from '../../shared/client/poll-socket.ts';
import type { ClientParts, OpenSocket, WakeReason } from '../../shared/client/parts.ts';
import { upload } from '../../shared/client/uploads.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import { talkOf, textOf, type Talk } from '../checker/index.ts';
import type { Browser, World } from './browser.ts';
import { listenForLeaks } from './leaks.ts';
import { Network } from './network.ts';
import {
	newId,
	OddClock,
	postTo,
	storageIn,
	tapped,
	webSockets,
	type Frame,
} from './node-parts.ts';
import { oddSocket } from './odd-socket.ts';
import { settleAll } from './settle-all.ts';

/** Clients' clocks run faster, so that what takes them 40 s in life takes 7. */
export const speed = 6;

/** A page with the widget: the real client, on a network of its own. It may be reloaded. */
export class Tab {
	readonly name: string;
	readonly network: Network;
	readonly clock = new OddClock(speed);
	client: VisitorClient;
	readonly #browser: Browser;
	readonly #world: World;
	readonly #wakers = new Set<(reason: WakeReason) => void>();
	readonly #closed = new AbortController();
	#life = 0;
	#epoch = '';
	/** By conversation: how many events were looked at. */
	readonly #looked = new Map<string, number>();
	#marks: unknown = null;

	private constructor(name: string, browser: Browser, network: Network) {
		this.name = name;
		this.#browser = browser;
		this.#world = browser.world;
		this.network = network;
		this.client = this.#newClient();
	}

	static async open(name: string, browser: Browser, pollsOnly: boolean): Promise<Tab> {
		const { run, fault } = browser.world;
		const network = new Network(run.port, listenForLeaks(name, browser.isOwn, fault));
		await network.start();
		network.blocksSockets = pollsOnly;
		const tab = new Tab(name, browser, network);
		tab.client.start();
		return tab;
	}

	reload(): void {
		this.client.stop();
		this.client = this.#newClient();
		this.client.start();
	}

	async close(): Promise<void> {
		this.#closed.abort();
		this.client.stop();
		await this.network.stop();
	}

	get isOpen(): boolean {
		return this.client.state.link.kind === 'open';
	}

	get talk(): Talk {
		return this.#browser.talkOf(this.client.token);
	}

	/** Not of somebody who has left. */
	get isPresent(): boolean {
		return this.talk === this.#browser.talk;
	}

	wake(reason: WakeReason): void {
		for (const call of this.#wakers) call(reason);
	}

	say(files: readonly string[] = []): void {
		const { talk } = this;
		const text = textOf(talk, this.#world.next());
		const clientId = this.client.send(text, files.length > 0 ? { files: [...files] } : {});
		this.#invoked(clientId, talk, text);
	}

	/** Sends a small file with a message, when the network has let it through. */
	async attach(isOver: () => boolean): Promise<void> {
		const { token } = this.client;
		if (token === null) return;
		const bytes = new Blob([`file ${this.#world.next()}\n`]);
		const file = {
			name: 'list.txt',
			type: 'text/plain',
			size: bytes.size,
			slice: (from: number, to: number) => bytes.slice(from, to),
		};
		const { id } = await upload(
			file,
			{
				// Not through the network between: the server takes this under its own address only.
				fetch: (path, init) => fetch(`${this.#world.run.url}${path}`, init as RequestInit),
				clock: this.clock,
				random: this.#world.random,
				onWake: () => () => {},
				token: () => token,
				site: this.#world.run.siteKey,
			},
			{ onProgress: () => {}, signal: this.#closed.signal },
		);
		// Files belong to who uploaded them.
		if (this.client.token === token && !isOver()) this.say([id]);
	}

	draft(): void {
		this.client.draft(textOf(this.talk, `draft${this.#world.next()}`));
	}

	/** Sometimes further than there is anything: the server must not believe it. */
	read(): void {
		const newest = this.client.state.log.at(-1);
		if (newest === undefined) return;
		const { last } = newest.timeline;
		const isTooFar = this.#world.random() < 0.05;
		this.client.seen(newest.id, isTooFar ? last + 1000 : Math.ceil(this.#world.random() * last));
	}

	takeBack(): void {
		const newest = this.client.state.log.at(-1);
		const own = newest?.timeline.events.filter(
			({ type, author }) => type === 'message' && author.kind === 'visitor',
		);
		const event = own?.[Math.floor(this.#world.random() * own.length)];
		if (newest === undefined || event === undefined) return;
		const target = { conversation: newest.id, target: event.vseq };
		this.#act({ type: 'message.redact', ...target });
	}

	end(): void {
		const newest = this.client.state.log.at(-1);
		if (newest !== undefined) this.#act({ type: 'conversation.end', conversation: newest.id });
	}

	rate(): void {
		const newest = this.client.state.log.at(-1);
		if (newest === undefined) return;
		const score = Math.ceil(this.#world.random() * 5);
		this.#act({ type: 'rating.send', conversation: newest.id, score, comment: '' });
	}

	/** Holds all conversations of this visitor, also those before the last reload. */
	async openAll(): Promise<void> {
		for (const { id, head } of await this.client.past()) this.client.open(id, head);
	}

	#act(act: Parameters<VisitorClient['act']>[0]): void {
		const { talk } = this;
		this.#invoked(this.client.act(act), talk, null);
	}

	/** The client sends before it answers; the history must know the command before its acknowledgement. */
	#invoked(clientId: string, talk: Talk, text: string | null): void {
		this.#world.history.invoke({ clientId, talk, author: this.name, text, internal: false });
	}

	#newClient(): VisitorClient {
		this.#life += 1;
		this.#looked.clear();
		this.#marks = null;
		const life = this.#life;
		return new VisitorClient({
			site: this.#world.run.siteKey,
			parts: this.#parts(),
			onChange: () => life === this.#life && this.#look(),
		});
	}

	#parts(): ClientParts {
		const { port } = this.network;
		const open = (socket: OpenSocket): OpenSocket =>
			oddSocket(
				tapped(socket, (frame) => this.#hear(frame)),
				this.#world.odd,
			);
		return {
			openSocket: open(webSockets(`ws://127.0.0.1:${port}/ws/visitor`)),
			openPoll: open(pollSocket(postTo(`http://127.0.0.1:${port}/poll/visitor`))),
			storage: storageIn(this.#browser.stored),
			clock: this.clock,
			random: this.#world.random,
			newId,
			onWake: (call) => {
				this.#wakers.add(call);
				return () => void this.#wakers.delete(call);
			},
		};
	}

	#hear(frame: Frame): void {
		if (frame.type === 'hello') this.#epoch = String(frame['epoch']);
		settleAll(this.#world, frame);
	}

	/** What this tab holds now, as far as it is new. */
	#look(): void {
		const { history, marks, fault } = this.#world;
		const { talk, client } = this;
		const name = `${this.name} life ${this.#life}`;
		const { log, news } = client.state;
		for (const { id, timeline } of log) {
			const from = this.#looked.get(id) ?? 0;
			if (timeline.events.length === from) continue;
			this.#looked.set(id, timeline.events.length);
			history.saw({ client: name, epoch: this.#epoch, conversation: id, number: timeline.last });
			for (const event of timeline.events.slice(from)) {
				const owner = 'text' in event ? talkOf(event.text) : null;
				if (owner !== null && owner !== talk)
					fault(`${name} shows ${JSON.stringify(event)} to ${talk}`);
			}
		}
		if (news.marks === this.#marks) return;
		this.#marks = news.marks;
		for (const [conversation, { team, own }] of news.marks) {
			marks.push({ client: name, conversation, side: 'team', ...team });
			marks.push({ client: name, conversation, side: 'visitor', ...own });
		}
	}
}
