/* What the bench needs of the domain to store conversations as if they had been held. */
export {
	applyEvent,
	asConversationEvent,
	noConversation,
} from '../../server/conversations/index.ts';
export { summaryOf } from '../../server/conversations/summaries.ts';
