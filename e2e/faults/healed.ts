import { pollSocket } from '../../shared/client/poll-socket.ts';
import { VisitorClient } from '../../shared/client/visitor-client.ts';
import type { Talk } from '../checker/index.ts';
import type { Browser } from './browser.ts';
import { newId, OddClock, postTo, storageIn, webSockets } from './node-parts.ts';
import type { OddAgent } from './odd-agent.ts';
import { speed } from './tab.ts';

/** A page that is opened anew on a good network, which shows what the server has. */
export class Reload {
	readonly browser: Browser;
	readonly byPolls: boolean;
	readonly client: VisitorClient;

	constructor(browser: Browser, byPolls: boolean) {
		this.browser = browser;
		this.byPolls = byPolls;
		const { port, siteKey } = browser.world.run;
		const socket = byPolls
			? pollSocket(postTo(`http://127.0.0.1:${port}/poll/visitor`))
			: webSockets(`ws://127.0.0.1:${port}/ws/visitor`);
		this.client = new VisitorClient({
			site: siteKey,
			parts: {
				openSocket: socket,
				// Its own copy of what is stored: it must not send what a tab still holds, only look.
				storage: storageIn(
					new Map([...browser.stored].filter(([key]) => key.startsWith('parley.token.'))),
				),
				clock: new OddClock(speed),
				random: Math.random,
				newId,
				onWake: () => () => {},
			},
			onChange: () => {},
		});
		this.client.start();
	}

	get talk(): Talk {
		return this.browser.talk;
	}

	async openAll(): Promise<void> {
		for (const { id, head } of await this.client.past()) this.client.open(id, head);
	}
}

/** What is not yet where it belongs, in words; empty when all is well. */
export function healed(
	browsers: readonly Browser[],
	agents: readonly OddAgent[],
	reloads: readonly Reload[],
): string[] {
	const wrong: string[] = [];
	for (const agent of agents) {
		const { pending, news } = agent.client.state;
		if (!agent.isOpen) wrong.push(`${agent.name} is not connected`);
		const waiting = pending.filter(({ state }) => state !== 'failed');
		if (waiting.length > 0) wrong.push(`${agent.name} waits for ${JSON.stringify(waiting[0])}`);
		if (news.drafts.size > 0)
			wrong.push(`${agent.name} sees drafts: ${JSON.stringify([...news.drafts])}`);
	}
	for (const browser of browsers) {
		const fresh = reloads.filter((reload) => reload.browser === browser);
		const truth = placeOf(fresh[0]?.client);
		for (const reload of fresh) {
			const place = placeOf(reload.client);
			if (place !== truth || !reload.client.state.isLoaded)
				wrong.push(`${browser.name} anew (polls: ${reload.byPolls}): ${place} and ${truth}`);
		}
		for (const { name, client, isOpen, talk } of browser.tabs) {
			const waiting = client.state.pending.filter(({ state }) => state !== 'failed');
			const place = placeOf(client);
			if (!isOpen) wrong.push(`${name} is not connected`);
			if (talk !== browser.talk) wrong.push(`${name} is still ${talk}`);
			if (waiting.length > 0) wrong.push(`${name} waits for ${JSON.stringify(waiting[0])}`);
			if (place !== truth) wrong.push(`${name}: ${place}, and a new page: ${truth}`);
		}
	}
	return wrong;
}

/** How far the newest conversation goes, and the marks in it; or one that is not whole. */
function placeOf(client: VisitorClient | undefined): string {
	if (client === undefined) return '';
	const { log, news } = client.state;
	const newest = log.at(-1);
	if (newest === undefined) return 'nothing';
	const behind = log.find(({ timeline }) => timeline.last < timeline.head);
	if (behind !== undefined) return `${behind.id} is not whole`;
	const { last, head } = newest.timeline;
	const marks = news.marks.get(newest.id);
	return `${newest.id} ${last}/${head} ${JSON.stringify(marks?.own)} ${JSON.stringify(marks?.team)}`;
}
