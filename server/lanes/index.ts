import type { Collection, Doc } from '../ports/store.ts';
import { parked } from './parked.ts';
import { sinkPauses } from './sink-gate.ts';

export { createLanes, type Lanes, type SinkStatus } from './lanes.ts';
export type { Consumer, ConsumerItem, LaneSink, LanesDeps, Trouble } from './ports.ts';
export type { ByHand, ParkedFilter } from './by-hand.ts';
export { parked, type Parked } from './parked.ts';
export { sinkPauses, type SinkPause, type Pause } from './sink-gate.ts';

/** For the store; main.ts registers them. */
export const laneCollections: readonly Collection<Doc>[] = [parked, sinkPauses];
