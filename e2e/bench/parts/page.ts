import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, launchBrowser } from '../../find-browser.ts';
import {
	interleave,
	noisyShare,
	spreadIn,
	spreadOf,
	watched,
	type Rounds,
	type Spread,
} from '../measure.ts';
import { openPageHouse, type PageHouse, type PageKind } from '../page-house.ts';
import { costOf, pressLauncher, visit, type PageCost, type Visit } from '../page-visit.ts';
import { figure, judge, printTable, shown } from '../report.ts';
import { isQuick } from '../setting.ts';

const rounds = isQuick ? 3 : 7;
const slowed = 4;
const nothing = async (): Promise<void> => {};

/** What the chat costs the page that it stands in, in a real browser. */
export async function page(): Promise<void> {
	if (findBrowser() === null) {
		console.log('\nPage: left out, there is no Chromium here. CHROMIUM_PATH names one.');
		return;
	}
	// The browser is what is measured here: both cores are its own, and the harness only watches.
	pinTo('0,1');
	const house = await openPageHouse();
	// Chromium tells its command line, which launchBrowser checks, only under this switch.
	const browser = await launchBrowser({ args: ['--enable-automation'] });
	try {
		await costOf(
			{ browser, origin: house.origin, slowed: 1 },
			[house.url('blank'), house.url('chat')],
			nothing,
		);
		await costs(house, browser);
		await times(house, browser);
	} finally {
		await browser.close();
		await house.stop();
		pinTo('1');
	}
}

async function costs(house: PageHouse, browser: Browser): Promise<void> {
	const at =
		(kind: PageKind, act: (page: Page) => Promise<void> = nothing) =>
		() =>
			watched(house.arm, () =>
				costOf(
					{ browser, origin: house.origin, slowed },
					[house.url('blank'), house.url(kind)],
					act,
				),
			);
	const greeted = (one: Page): Promise<void> =>
		one.locator('parley-chat').getByRole('region').waitFor({ timeout: 10_000 });
	const measured = await interleave(
		rounds,
		new Map([
			['blank', at('blank')],
			['chat, idle', at('chat')],
			['greeting shown', at('greeting', greeted)],
			['panel open', at('chat', pressLauncher)],
		]),
	);
	const noisy = figure(noisyShare(measured) * 100);
	console.log(`\nThe host's page, CPU slowed ${slowed} times (${rounds} rounds, ${noisy} % noisy)`);
	const added = (name: string, of: (cost: PageCost) => number): Spread =>
		difference(measured, name, 'blank', of);
	const names = [...measured.keys()];
	printTable(
		['', 'script ms', 'script added', 'tasks added ms', 'blocking added ms', 'layout shift'],
		names.map((name) => [
			name,
			shown(spreadIn(measured, name, ({ script }) => script)),
			shown(added(name, ({ script }) => script)),
			shown(added(name, ({ tasks }) => tasks)),
			shown(added(name, ({ blocking }) => blocking)),
			figure(spreadIn(measured, name, ({ shift }) => shift).max),
		]),
	);
	const script = added('chat, idle', (cost) => cost.script);
	judge({
		what: 'script of an idle page, slowed 4 times',
		value: script.median,
		range: script,
		goal: { most: 40 },
		unit: 'ms',
	});
	for (const name of names.slice(1, 3)) {
		const blocking = added(name, (cost) => cost.blocking);
		judge({
			what: `blocking time added, ${name}`,
			value: blocking.median,
			range: blocking,
			goal: { most: 0 },
			unit: 'ms',
		});
	}
	for (const name of names.slice(1)) {
		const { max } = spreadIn(measured, name, ({ shift }) => shift);
		judge({ what: `layout shift, ${name}`, value: max, goal: { most: 0 }, unit: '' });
	}
}

async function times(house: PageHouse, browser: Browser): Promise<void> {
	const at = (rate: number) => () =>
		watched(house.arm, () =>
			visit({ browser, origin: house.origin, slowed: rate }, house.url('chat')),
		);
	const [plain, slow] = ['as it is', `slowed ${slowed} times`] as const;
	const measured = await interleave(
		rounds,
		new Map([
			[plain, at(1)],
			[slow, at(slowed)],
		]),
	);
	const noisy = figure(noisyShare(measured) * 100);
	console.log(`\nUntil there is a launcher, and a field to write in (${noisy} % noisy)`);
	printTable(
		[
			'',
			'launcher ms',
			'press to field ms',
			'requests, bytes before',
			'until the field',
			'with all that follows',
		],
		[plain, slow].map((name) => [
			name,
			shown(spreadIn(measured, name, launcherMs)),
			shown(spreadIn(measured, name, fieldMs)),
			...[isBefore, isNeeded, isFurther].map((isMeant) => wire(measured, name, isMeant)),
		]),
	);
	const launcher = spreadIn(measured, plain, launcherMs);
	judge({
		what: 'launcher visible',
		value: launcher.median,
		range: launcher,
		goal: { most: 150 },
		unit: 'ms',
	});
	for (const [name, most] of [
		[plain, 150],
		[slow, 350],
	] as const) {
		const field = spreadIn(measured, name, fieldMs);
		judge({
			what: `press to field, ${name}`,
			value: field.median,
			range: field,
			goal: { most },
			unit: 'ms',
		});
	}
	const kB = 1024;
	for (const [what, isMeant, requests, bytes] of [
		['before the visitor acts', isBefore, 1, 2 * kB],
		['until there is a field', isNeeded, 3, 15 * kB],
	] as const) {
		const count = spreadIn(measured, plain, (one) => of(one, isMeant).length).max;
		const size = spreadIn(measured, plain, (one) => bytesOf(one, isMeant)).max;
		judge({ what: `requests ${what}`, value: count, goal: { most: requests }, unit: '' });
		judge({
			what: `over the wire ${what}`,
			value: size / kB,
			goal: { most: bytes / kB },
			unit: 'kB',
		});
	}
}

const launcherMs = ({ moments }: Visit): number => (moments.launcher ?? NaN) - moments.navigated;
const fieldMs = ({ moments }: Visit): number =>
	(moments.composer ?? NaN) - (moments.pressed ?? NaN);

type IsMeant = (at: number, moments: Visit['moments']) => boolean;
const isBefore: IsMeant = (at, { acted }) => at < (acted ?? 0);
/** Asked for until then, whether or not the field had to wait for it. */
const isNeeded: IsMeant = (at, moments) => !isBefore(at, moments) && at < (moments.composer ?? 0);
const isFurther: IsMeant = (at, moments) => !isBefore(at, moments);
const of = ({ asked, moments }: Visit, isMeant: IsMeant) =>
	asked.filter(({ at }) => isMeant(at, moments));
const bytesOf = (one: Visit, isMeant: IsMeant): number =>
	of(one, isMeant).reduce((sum, { bytes }) => sum + bytes, 0);

function wire(measured: Rounds<Visit>, name: string, isMeant: IsMeant): string {
	const count = spreadIn(measured, name, (one) => of(one, isMeant).length).max;
	return `${count}: ${figure(spreadIn(measured, name, (one) => bytesOf(one, isMeant)).max)} B`;
}

/** The rounds' differences of one page to another. */
function difference<T>(
	measured: Rounds<T>,
	name: string,
	base: string,
	of: (value: T) => number,
): Spread {
	const bases = measured.get(base) ?? [];
	return spreadOf(
		(measured.get(name) ?? []).map(({ value }, round) => of(value) - of(bases[round]!.value)),
	);
}

/** This process and what it starts from now on. */
function pinTo(cores: string): void {
	if (process.platform !== 'linux' || availableParallelism() < 2) return;
	spawnSync('taskset', ['-a', '-p', '-c', cores, String(process.pid)], { stdio: 'ignore' });
}
