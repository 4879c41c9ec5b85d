export { owedCollection, pushCollections, subscriptionsCollection } from './documents.ts';
export { createPush, type Push, type PushDeps } from './push.ts';
