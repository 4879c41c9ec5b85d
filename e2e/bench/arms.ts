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
}

export async function startParley(size: CrowdSize, options: ParleyOptions = {}): Promise<Running> {
	const { name = 'parley', dataDir = newFolder('parley'), fileSink = false } = options;
	const house = await furnish(dataDir, size.hearers, fileSink);
	const arm = await openParley(dataDir, name);
	return running(arm, await parleyCrowd(arm.port, size, house));
}

export const openParley = (dataDir: string, name: string): Promise<Arm> =>
	Arm.start({ program: 'parley', args: [dataDir, buildDir], name });

const running = (arm: Arm, crowd: Crowd): Running => ({
	arm,
	crowd,
	async stop() {
		crowd.close();
		await arm.stop();
	},
});
