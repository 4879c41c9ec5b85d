export { createTimers, type Timers, type TimersDeps, type TimerHandler } from './timers.ts';
export { timers, type Timer } from './timer.ts';
