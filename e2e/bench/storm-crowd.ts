import type { WebSocket } from 'ws';
import { wait, type Arm } from './arm.ts';
import { greet, inTurns } from './crowd.ts';
import { watched, type Sample } from './measure.ts';
import type { ParleyHouse } from './parley-house.ts';
import { connect, StormVisitor } from './storm-visitor.ts';

export interface Storm {
	/** Until the last one had what it was waiting for, in milliseconds. */
	readonly ms: number;
	/** Server CPU for each one, in microseconds, until the server is at rest again. */
	readonly cpu: number;
	/** Of each one, from the beginning of the storm, in milliseconds. */
	readonly times: readonly number[];
	readonly lost: number;
	readonly doubled: number;
}
type Fail = (error: Error) => void;

const longestMs = 120_000;
/** What comes twice may come late. */
const afterMs = 500;
/** Messages under way together while nobody is there. */
const underWay = 256;

/** Handshakes and nothing else. */
export function bareStorm(arm: Arm, count: number): Promise<Sample<Storm>> {
	const sockets: WebSocket[] = [];
	return storm(arm, count, {
		begin(index, done, fail) {
			const socket = connect(`ws://127.0.0.1:${arm.port}/?role=sender&room=0`, index);
			sockets.push(socket);
			socket.on('open', done);
			socket.on('error', fail);
		},
		mistakes: () => ({ lost: 0, doubled: 0 }),
		end: () => sockets.forEach((socket) => socket.terminate()),
	});
}

/** Visitors with a conversation each, and agents who write to them while they are away. */
export function createStormCrowd({ siteKeys, cookies, token }: ParleyHouse, count: number) {
	const visitors = Array.from(
		{ length: count },
		(_, index) => new StormVisitor(token(index), siteKeys[index % siteKeys.length]!),
	);
	const visitorUrl = (arm: Arm): string => `ws://127.0.0.1:${arm.port}/ws/visitor`;
	const leave = (): void => visitors.forEach((visitor) => visitor.go());
	let said = 0;

	/** One to three for everybody. */
	function missedFrames() {
		return visitors.flatMap((visitor, index) =>
			Array.from({ length: 1 + (index % 3) }, () => {
				said += 1;
				const text = `It is on its way; this is line ${said} of what you missed.`;
				const conversation = visitor.misses(text);
				return {
					room: index % cookies.length,
					type: 'message.send',
					clientId: `storm-${String(said).padStart(9, '0')}`,
					text,
					conversation,
				};
			}),
		);
	}

	return {
		/** Everybody comes, begins a conversation and goes. */
		async begin(arm: Arm): Promise<void> {
			await inTurns(count, (index) => {
				const visitor = visitors[index]!;
				return new Promise<void>((resolve, reject) => {
					visitor.come(visitorUrl(arm), index, () => visitor.say(resolve), reject);
				});
			});
			leave();
			await arm.quiet();
		},
		/** Agents write to everybody, who are away. */
		async miss(arm: Arm): Promise<void> {
			const url = `ws://127.0.0.1:${arm.port}/ws/agent`;
			const hello = { type: 'hello', protocol: 1 };
			const agents = await inTurns(cookies.length, (room) =>
				greet(url, hello, { Cookie: cookies[room]! }),
			);
			const frames = missedFrames();
			await new Promise<void>((resolve, reject) => {
				let sent = 0;
				let acknowledged = 0;
				const next = (): void => {
					const frame = frames[sent++];
					if (frame === undefined) return;
					const { room, ...message } = frame;
					agents[room]!.send(JSON.stringify([message]));
				};
				for (const agent of agents) {
					agent.on('message', (data: Buffer) => {
						for (const { type } of JSON.parse(data.toString()) as { type: string }[]) {
							if (type === 'refused') reject(new Error(`Refused: ${data.toString()}`));
							if (type !== 'ack') continue;
							acknowledged += 1;
							if (acknowledged === frames.length) resolve();
							next();
						}
					});
				}
				for (let i = 0; i < underWay; i += 1) next();
			});
			for (const agent of agents) agent.terminate();
			await arm.quiet();
		},
		/** All come back in one moment. */
		storm: (arm: Arm): Promise<Sample<Storm>> =>
			storm(arm, count, {
				begin: (index, done, fail) => visitors[index]!.come(visitorUrl(arm), index, done, fail),
				mistakes() {
					const sum = (of: (visitor: StormVisitor) => number): number =>
						visitors.reduce((all, visitor) => all + of(visitor), 0);
					return { lost: sum((one) => one.takeLost()), doubled: sum((one) => one.takeDoubled()) };
				},
				end: leave,
			}),
	};
}

interface Coming {
	readonly begin: (index: number, done: () => void, fail: Fail) => void;
	readonly mistakes: () => Pick<Storm, 'lost' | 'doubled'>;
	readonly end: () => void;
}

function storm(arm: Arm, count: number, { begin, mistakes, end }: Coming): Promise<Sample<Storm>> {
	return watched(arm, async () => {
		const before = (await arm.usage()).cpu;
		const times = await allDone(count, begin);
		const cpu = ((await arm.quiet()) - before) / count;
		await wait(afterMs);
		const found = mistakes();
		end();
		// Their ends are work too, but of nobody's storm.
		await arm.quiet();
		return { ms: Math.max(...times), cpu, times, ...found };
	});
}

function allDone(count: number, begin: Coming['begin']): Promise<readonly number[]> {
	return new Promise((resolve, reject) => {
		const times: number[] = [];
		const startedAt = performance.now();
		const timer = setTimeout(() => {
			reject(new Error(`${count - times.length} of ${count} are not there after two minutes.`));
		}, longestMs);
		const done = (): void => {
			times.push(performance.now() - startedAt);
			if (times.length < count) return;
			clearTimeout(timer);
			resolve(times);
		};
		for (let index = 0; index < count; index += 1) begin(index, done, reject);
	});
}
