export * from './commands.ts';
export * from './events.ts';
export * from './state.ts';
export { decide } from './decide.ts';
export { mayCommand, mayRead, isLeader, isRole } from './rights.ts';
export { createTimelines, type Timelines, type TimelinesDeps } from './timelines.ts';
export {
	postMessage,
	postAsVisitor,
	queuePost,
	type ConversationDeps,
	type NewestNumbers,
	type Post,
	type Queued,
} from './post-message.ts';
export { amendMessage } from './amend-message.ts';
export { createNewestNumbers } from './newest.ts';
export { summaries, saveSummary, stateOf, type Summary } from './summaries.ts';
export { createCursors, cursorsCollection, type BothMarks, type Cursors } from './cursors.ts';
export { loadState } from './load-state.ts';
export { eraseConversation, eraseTarget, eraseVisitor, type EraseDeps } from './erase.ts';
export { asVisitorEvent, visitorView, type VisitorEvent, type NameOf } from './visitor-view.ts';
export { teamView, conversationView, fileView } from './team-view.ts';
export { erasureConsumer, summaryConsumer } from './consumers.ts';
export { followUpConsumer } from './follow-up.ts';
export { createUnsaved, type Unsaved } from './unsaved.ts';
