export { casesBehind, type AskedCases } from './cases.ts';
export { factsCollection, isMissed, type Facts } from './facts.ts';
export { factsConsumer } from './facts-consumer.ts';
export { foldFacts } from './fold-facts.ts';
export { mendFacts, removeStrayFacts } from './mend-facts.ts';
export { metricOf, metrics } from './metrics.ts';
export { createReports, type Asked, type ReportDeps, type Reports } from './report.ts';
