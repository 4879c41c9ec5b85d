import { AgentClient } from './agent-client.ts';
import { fakeWorld } from './fake-parts.ts';

/* An agent's client in a fake world, and what the server says to it, for tests. */

export const createdAt = '2026-01-01T12:00:00.000Z';
export const hello = {
	type: 'hello',
	protocol: 1,
	epoch: 'e1',
	agent: { id: 'a1', name: 'Mira', role: 'owner' },
	beatMs: 25_000,
};
export const view = (id: string, seq: number, more: object = {}) => ({
	id,
	seq,
	site: 's',
	visitor: 'v',
	status: 'waiting',
	endedBy: null,
	assignee: null,
	assigneeName: null,
	participants: [],
	tags: [],
	priority: 'normal',
	rating: null,
	messageCount: 1,
	openedAt: createdAt,
	lastAt: createdAt,
	waitingSinceAt: createdAt,
	preview: 'Hello',
	...more,
});
export const message = (
	conversation: string,
	seq: number,
	text: string,
	clientId: string | null = null,
) => ({
	type: 'message',
	conversation,
	seq,
	vseq: seq,
	createdAt,
	text,
	files: [],
	deleted: false,
	author:
		clientId === null
			? { kind: 'visitor', id: 'v', name: '' }
			: { kind: 'agent', id: 'a1', name: 'Mira' },
	clientId,
});

export function work(world = fakeWorld()) {
	const client = new AgentClient({ agent: 'a1', parts: world.parts, onChange: () => undefined });
	client.start();
	world.open().hear(hello);
	const answer = (
		type: string,
		reply: (request: { requestId: string; status?: string }) => object,
	) => {
		for (const request of world.last().take(type).splice(0))
			world.last().hear(reply(request as never));
	};
	return { world, client, answer };
}
