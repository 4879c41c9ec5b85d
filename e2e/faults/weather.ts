import { writeFileSync } from 'node:fs';
import type { Browser } from './browser.ts';
import type { OddAgent } from './odd-agent.ts';
import type { Tab } from './tab.ts';

export interface Struck {
	/** Connections that were open and broken, of visitors and agents. */
	disconnects: number;
	frozen: number;
	jumps: number;
	serverJumps: number;
	reloads: number;
	people: number;
}

interface Weather {
	readonly browsers: readonly Browser[];
	readonly agents: readonly OddAgent[];
	readonly random: () => number;
	/** The server's clock reads it: see shifted-clock.mjs. */
	readonly shiftFile: string;
	readonly struck: Struck;
}

const hour = 3_600_000;
/** An agent's session lasts twelve hours. */
const mostShifted = 10 * hour;

/** One thing that goes wrong, somewhere. */
export function strike({ browsers, agents, random, shiftFile, struck }: Weather): void {
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
	const browser = pick(browsers);
	const tab = pick(browser.tabs);
	const who: Tab | OddAgent = random() < 0.9 ? tab : pick(agents);
	const lose = (how: () => void): void => {
		if (who.isOpen) struck.disconnects += 1;
		how();
	};
	const draw = random();
	if (draw < 0.4) lose(() => who.network.cut());
	else if (draw < 0.55) lose(() => who.network.cutAfter(Math.ceil(random() * 400)));
	else if (draw < 0.68) {
		// What it sends meanwhile has left it and never arrives.
		who.network.mute();
		setTimeout(() => lose(() => who.network.cut()), random() * 600);
	} else if (draw < 0.72) {
		struck.frozen += 1;
		lose(() => who.network.freeze());
	} else if (draw < 0.82) who.network.delay(random() * 400);
	else if (draw < 0.88) lose(() => tab.wake('network'));
	else if (draw < 0.9) tab.network.blocksSockets = !tab.network.blocksSockets;
	else if (draw < 0.95) {
		struck.jumps += 1;
		who.clock.jump((random() - 0.3) * 2 * hour);
	} else if (draw < 0.96) {
		struck.serverJumps += 1;
		writeFileSync(shiftFile, String(Math.round((random() * 2 - 1) * mostShifted)));
	} else if (draw < 0.99) {
		struck.reloads += 1;
		tab.reload();
	} else {
		struck.people += 1;
		browser.changePerson(tab);
	}
}
