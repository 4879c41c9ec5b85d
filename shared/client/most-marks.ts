import type { Marks } from '../views/event-view.ts';

/** Marks only move up: an older word that comes again, or late, takes nothing back. */
export const mostMarks = (a: Marks, b: Marks = a): Marks => ({
	delivered: Math.max(a.delivered, b.delivered),
	read: Math.max(a.read, b.read),
});
