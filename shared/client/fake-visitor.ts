import type { FakeWorld } from './fake-parts.ts';
import { VisitorClient } from './visitor-client.ts';

/* A visitor's client in a fake world, and what the server says to it, for tests. */

export const token = 't'.repeat(43);
export const createdAt = '2026-01-01T12:00:00.000Z';

export const hello = (more: object = {}) => ({
	type: 'hello',
	protocol: 1,
	epoch: 'e1',
	conversation: null,
	head: 0,
	beatMs: 25_000,
	...more,
});

/** Of the team, or the visitor's own under that id. */
export const message = (vseq: number, text: string, clientId: string | null = null) => ({
	type: 'message',
	text,
	files: [],
	quickReplies: [],
	deleted: false,
	vseq,
	createdAt,
	author: clientId === null ? { kind: 'agent', name: 'Mira' } : { kind: 'visitor', name: '' },
	clientId,
});

export const page = (conversation: string, events: readonly object[], head = events.length) => ({
	type: 'events',
	conversation,
	events,
	amendments: [],
	head,
});

export function visit(world: FakeWorld, more: { readonly code?: string } = {}): VisitorClient {
	const options = { site: 'shop', parts: world.parts, onChange: () => undefined };
	const client = new VisitorClient({ ...options, ...more });
	client.start();
	return client;
}
