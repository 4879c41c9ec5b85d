import { wait, type Arm } from './arm.ts';
import type { Crowd } from './crowd.ts';
import { watched, type Sample } from './measure.ts';

export interface Saturated {
	/** Server CPU for a message, in microseconds, from rest to rest: what is put off falls into no window of its own messages. */
	readonly cpu: number;
	/** Within the window only: what it costs while the pressure lasts. */
	readonly cpuUnderLoad: number;
	readonly perSecond: number;
	/** How busy the harness was, 1 = its whole core: above 0.9 the rate is the harness's. */
	readonly clientLoad: number;
}
export interface Paced {
	/** As above. */
	readonly cpu: number;
	/** From sending until the other side has it, in milliseconds. */
	readonly latencies: readonly number[];
	readonly perSecond: number;
}

interface Timing {
	readonly warmMs: number;
	readonly measureMs: number;
	/** So many of the crowd take turns; all when left out. */
	readonly senders?: number;
}

/** With fewer, what a server does on its own every second would weigh too much. */
const fewest = 1000;
const longestMs = 20_000;

/** Message numbers are never used twice: an id that comes again is a resend. */
let lastMessage = 0;

/** Keeps so many messages under way, senders taking turns; after the window waits until all of them are done. */
export function saturate(
	arm: Arm,
	crowd: Crowd,
	options: Timing & { readonly inFlight: number },
): Promise<Sample<Saturated>> {
	const { senders = crowd.senders } = options;
	return watched(arm, async () => {
		let sender = 0;
		let running = true;
		let sent = 0;
		let done = 0;
		let heard = 0;
		const next = (): void => {
			sent += 1;
			sender = (sender + 1) % senders;
			crowd.send(sender, (lastMessage += 1));
		};
		const finish = (): void => {
			done += 1;
			if (running) next();
		};
		crowd.onHeard = () => {
			heard += 1;
			if (!crowd.acknowledges) finish();
		};
		crowd.onAck = finish;
		const cpuAtRest = (await arm.usage()).cpu;
		for (let i = 0; i < options.inFlight; i += 1) next();
		await wait(options.warmMs);
		const doneBefore = done;
		const cpuBefore = (await arm.usage()).cpu;
		const clientBefore = process.cpuUsage();
		const startedAt = performance.now();
		await wait(options.measureMs);
		while (done - doneBefore < fewest && performance.now() - startedAt < longestMs) await wait(100);
		const ms = performance.now() - startedAt;
		const client = process.cpuUsage(clientBefore);
		const doneInTime = done - doneBefore;
		const cpuUnderLoad = ((await arm.usage()).cpu - cpuBefore) / doneInTime;
		running = false;
		await settled(() => done === sent && heard === sent);
		const cpu = (await arm.quiet()) - cpuAtRest;
		return {
			cpu: cpu / done,
			cpuUnderLoad,
			perSecond: (doneInTime / ms) * 1000,
			clientLoad: (client.user + client.system) / 1000 / ms,
		};
	});
}

/** Sends at a fixed rate whatever comes back, senders taking turns. */
export function pace(
	arm: Arm,
	crowd: Crowd,
	options: Timing & { readonly perSecond: number },
): Promise<Sample<Paced>> {
	const { senders = crowd.senders } = options;
	return watched(arm, async () => {
		const sentAt = new Map<number, number>();
		const latencies: number[] = [];
		crowd.onAck = () => {};
		crowd.onHeard = (message) => {
			latencies.push(performance.now() - sentAt.get(message)!);
			sentAt.delete(message);
		};
		let sender = 0;
		const sendFor = async (ms: number): Promise<number> => {
			const startedAt = performance.now();
			let sent = 0;
			for (let passed = 0; passed < ms; passed = performance.now() - startedAt) {
				for (; sent < (passed * options.perSecond) / 1000; sent += 1) {
					sender = (sender + 1) % senders;
					sentAt.set((lastMessage += 1), performance.now());
					crowd.send(sender, lastMessage);
				}
				await wait(1);
			}
			return sent;
		};
		const cpuAtRest = (await arm.usage()).cpu;
		const sentBefore = await sendFor(options.warmMs);
		await settled(() => sentAt.size === 0);
		latencies.length = 0;
		const sent = await sendFor(options.measureMs);
		await settled(() => sentAt.size === 0);
		const cpu = ((await arm.quiet()) - cpuAtRest) / (sentBefore + sent);
		return { cpu, latencies, perSecond: (sent / options.measureMs) * 1000 };
	});
}

async function settled(holds: () => boolean): Promise<void> {
	for (let i = 0; i < 3000; i += 1) {
		if (holds()) return;
		await wait(10);
	}
	throw new Error('Messages are missing after 30 s.');
}

/** Enough for the compiler to have done its work: a young process costs many times more for a message. */
export async function warmUp(
	{ arm, crowd }: { readonly arm: Arm; readonly crowd: Crowd },
	messages = 10_000,
): Promise<void> {
	await talk(crowd, messages);
	await arm.quiet();
}

/** One message of each sender, so that every conversation is open. */
export const openAll = (crowd: Crowd): Promise<void> => talk(crowd, crowd.senders);

async function talk(crowd: Crowd, count: number): Promise<void> {
	let sent = 0;
	let done = 0;
	const next = (): void => {
		if (sent < count) crowd.send(sent++ % crowd.senders, (lastMessage += 1));
	};
	const finish = (): void => {
		done += 1;
		next();
	};
	crowd.onHeard = crowd.acknowledges ? () => {} : finish;
	crowd.onAck = finish;
	for (let i = 0; i < 200; i += 1) next();
	await settled(() => done === count);
}
