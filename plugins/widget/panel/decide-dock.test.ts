import type { VisitorConversation } from '../../../shared/client/visitor-log.ts';
import { decideDock } from './decide-dock.ts';

const conversationOf = (...events: object[]) =>
	({ id: 'c.1', timeline: { events } }) as unknown as VisitorConversation;
const asked = { type: 'message', author: { kind: 'visitor' } };
const answered = { type: 'message', author: { kind: 'agent' } };
const rated = { type: 'rating', author: { kind: 'visitor' } };

const dock = (given: Partial<Parameters<typeof decideDock>[0]>) =>
	decideDock({
		asked: null,
		shown: conversationOf(asked, answered),
		isOver: true,
		goesOn: false,
		rating: 'satisfaction',
		isDone: false,
		isRating: false,
		...given,
	});

it('asks for the rating after help, and not when nobody helped', () => {
	expect(dock({})).toBe('rating');
	expect(dock({ shown: conversationOf(asked) })).toBe('ended');
});
it('asks once, and stays until the first choice is followed by a word or passed over', () => {
	expect(dock({ isDone: true })).toBe('ended');
	expect(dock({ shown: conversationOf(answered, rated) })).toBe('ended');
	expect(dock({ shown: conversationOf(answered, rated), isRating: true })).toBe('rating');
});
it('asks for no rating where the site wants none', () => {
	expect(dock({ rating: 'none' })).toBe('ended');
});
it('lets the visitor write while it runs and when a new one is wanted', () => {
	expect(dock({ isOver: false })).toBe('composer');
	expect(dock({ goesOn: true })).toBe('composer');
});
it('drops the question about the end when the chat has ended meanwhile', () => {
	expect(dock({ asked: 'question', isOver: false })).toBe('question');
	expect(dock({ asked: 'question' })).toBe('rating');
});
