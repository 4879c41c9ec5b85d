export { History, talkOf, textOf, type Acknowledged, type Command, type Talk } from './history.ts';
export type { Anomaly, AnomalyName, Seen, Surface } from './surface.ts';
export { checkHistory } from './check.ts';
export { checkDeliveries, type Deliveries } from './check-deliveries.ts';
export { describeAnomalies } from './describe.ts';
