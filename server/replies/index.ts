export { createReplies, type Replies } from './create-replies.ts';
export { repliesCollection, replyView, type Reply } from './documents.ts';
