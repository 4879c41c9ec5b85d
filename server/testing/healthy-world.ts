import { hello, newId, startTestServer, type Frame, type TestServer } from './test-server.ts';

/** A server with one visitor who chats as one should: the one who must not notice what others throw at it. */
export interface HealthyWorld {
	readonly server: TestServer;
	/** Of the healthy visitor, who has said one thing. */
	readonly conversation: string;
	/** Gives the conversation that it went to. */
	says(text: string): Promise<string>;
	events(): Promise<readonly Frame[]>;
}

export async function startHealthyWorld(): Promise<HealthyWorld> {
	const server = await startTestServer();
	const healthy = await server.visitor();
	healthy.send(hello(server.siteKey));
	await healthy.next('hello');
	const says = async (text: string): Promise<string> => {
		healthy.send({ type: 'message.send', clientId: newId(), text });
		return (await healthy.next('ack'))['conversation'] as string;
	};
	const conversation = await says('The first words');
	return {
		server,
		conversation,
		says,
		async events() {
			healthy.send({ type: 'events.read', conversation, after: 0 });
			return ((await healthy.next('events')) as unknown as { events: Frame[] }).events;
		},
	};
}
