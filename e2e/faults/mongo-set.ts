import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './child.ts';
import { freePort, Member } from './mongo-member.ts';

const guard = join(import.meta.dirname, '../mongodb/guard.mjs');

/** Three members that elect within a second or two, so that a run sees many elections. */
const settings = {
	electionTimeoutMillis: 1000,
	heartbeatIntervalMillis: 200,
	// A new primary does not wait long for what the old one may still have.
	catchUpTimeoutMillis: 2000,
};

export interface MongoSet {
	readonly members: readonly Member[];
	/** Of a database in it, for the driver. The short heartbeat lets it notice a silent server within seconds. */
	url(database: string): string;
	/** Waits for one that itself and a majority hold for the primary. */
	primary(): Promise<Member>;
	/** Starts and resumes all; waits until they follow a primary. */
	heal(): Promise<void>;
	stop(): Promise<void>;
}

export async function startMongoSet(binary: string): Promise<MongoSet> {
	const folder = mkdtempSync(join(tmpdir(), 'parley-mongo-set-'));
	// Ends them and removes the folder, however this process ends.
	const guarding = spawn(process.execPath, [guard, folder], {
		stdio: ['pipe', 'ignore', 'ignore'],
		detached: true,
	});
	const guardEnded = new Promise((resolve) => guarding.once('exit', resolve));
	const members: Member[] = [];
	const stop = async (): Promise<void> => {
		await Promise.all(members.map((member) => member.stop()));
		guarding.stdin.end();
		await guardEnded;
	};
	try {
		for (let index = 0; index < 3; index += 1) {
			members.push(new Member(binary, join(folder, String(index)), await freePort()));
		}
		await Promise.all(members.map((member) => member.start()));
		const config = {
			_id: 'rs0',
			members: members.map(({ host }, _id) => ({ _id, host })),
			settings,
		};
		await members[0]!.command({ replSetInitiate: config });
		const set = setOf(members, stop);
		await set.heal();
		return set;
	} catch (error) {
		await stop();
		throw error;
	}
}

function setOf(members: readonly Member[], stop: () => Promise<void>): MongoSet {
	const statesOf = () =>
		Promise.all(
			members.map(async (member) => {
				const state = member.isDown ? null : await member.hello().catch(() => null);
				return { member, ...state };
			}),
		);
	return {
		members,
		stop,
		url: (database) =>
			`mongodb://${members.map(({ host }) => host).join()}/${database}?replicaSet=rs0&heartbeatFrequencyMS=500`,
		async primary() {
			let found: Member[] = [];
			const isThere = await until(async () => {
				const states = await statesOf();
				found = states.filter(({ isPrimary }) => isPrimary).map(({ member }) => member);
				return found.length === 1;
			}, 60_000);
			if (!isThere) throw new Error('The replica set has no primary after a minute.');
			return found[0]!;
		},
		async heal() {
			await Promise.all(
				members.map(async (member) => {
					member.resume();
					await member.start();
				}),
			);
			const isWhole = await until(async () => {
				const states = await statesOf();
				const count = (of: 'isPrimary' | 'isSecondary'): number =>
					states.filter((state) => state[of]).length;
				return count('isPrimary') === 1 && count('isSecondary') === 2;
			}, 60_000);
			if (!isWhole) throw new Error('The replica set is not whole after a minute.');
		},
	};
}
