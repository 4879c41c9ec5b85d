export {
	History,
	markOf,
	talkOf,
	textOf,
	type Acknowledged,
	type Command,
	type Invoked,
	type Talk,
} from './history.ts';
export type { Anomaly, AnomalyName, Seen, Surface } from './surface.ts';
export { checkHistory } from './check.ts';
export { checkDeliveries, type Deliveries } from './check-deliveries.ts';
export { describeAnomalies } from './describe.ts';
export { checkMarks, type MarksSeen } from './check-marks.ts';
export { checkStuck } from './check-stuck.ts';
export { asSent } from './as-sent.ts';
