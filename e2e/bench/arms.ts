import { Arm, newFolder } from './arm.ts';
import { parleyCrowd, plainCrowd, socketIoCrowd, type Crowd, type CrowdSize } from './crowd.ts';
import { furnish } from './parley-house.ts';
import { buildDir } from './setting.ts';

/** A server with its people. */
export interface Running {
	readonly arm: Arm;
	readonly crowd: Crowd;
	stop(): Promise<void>;
}

export type ArmName = 'raw' | 'sio' | 'sio, stored' | 'ws, stored' | 'Parley';

export async function startArm(name: ArmName, size: CrowdSize): Promise<Running> {
	switch (name) {
		case 'raw': {
			const arm = await Arm.start({ program: 'raw', name });
			return running(arm, await plainCrowd(arm.port, size, false));
		}
		case 'ws, stored': {
			const arm = await Arm.start({ program: 'ws-sqlite', args: [newFolder('ws')], name });
			return running(arm, await plainCrowd(arm.port, size, true));
		}
		case 'sio': {
			const arm = await Arm.start({ program: 'sio', name });
			return running(arm, await socketIoCrowd(arm.port, size));
		}
		case 'sio, stored': {
			const arm = await Arm.start({ program: 'sio', args: [newFolder('sio')], name });
			return running(arm, await socketIoCrowd(arm.port, size));
		}
		case 'Parley':
			return startParley(size);
	}
}

export interface ParleyOptions {
	readonly name?: string;
	/** A folder that holds something already. */
	readonly dataDir?: string;
	readonly fileSink?: boolean;
	/** On this MongoDB instead of SQLite. */
	readonly storeUrl?: string;
}

export async function startParley(size: CrowdSize, options: ParleyOptions = {}): Promise<Running> {
	const { name = 'parley', dataDir = newFolder('parley'), fileSink = false } = options;
	const { storeUrl = null } = options;
	const house = await furnish(dataDir, { agents: size.hearers, fileSink, storeUrl });
	const arm = await openParley(dataDir, name, storeUrl);
	return running(arm, await parleyCrowd(arm.port, size, house));
}

/** Lists and search are folded a second after a message, and half a second later when it was busy until then. */
const putsOffMs = 1600;

export const openParley = (
	dataDir: string,
	name: string,
	storeUrl: string | null = null,
): Promise<Arm> => {
	const args = [dataDir, buildDir, ...(storeUrl === null ? [] : [storeUrl])];
	return Arm.start({ program: 'parley', args, name, putsOffMs });
};

const running = (arm: Arm, crowd: Crowd): Running => ({
	arm,
	crowd,
	async stop() {
		crowd.close();
		await arm.stop();
	},
});
