import {
	hello,
	newId,
	startTestGateway,
	type Frame,
	type TestGateway,
	type TestSocket,
} from './test-server.ts';

/* One server for a file of tests, with an agent who has a console open all the time. */

export let world: TestGateway;
export let mira: TestSocket;

export async function startLive(): Promise<void> {
	world = await startTestGateway();
	mira = await agent((await world.signedIn('Mira')).cookie);
}

export async function agent(with_: string): Promise<TestSocket> {
	const socket = await world.agent(with_);
	socket.send({ type: 'hello', protocol: 1 });
	await socket.next('hello');
	return socket;
}
export async function visitor(more: Partial<Frame> = {}, key = world.siteKey) {
	const socket = await world.visitor();
	socket.send(hello(key, more));
	const greeting = await socket.next('hello');
	return { socket, greeting, token: (greeting['token'] ?? more['token']) as string };
}
export async function say(socket: TestSocket, text: string): Promise<string> {
	socket.send({ type: 'message.send', clientId: newId(), text });
	return (await socket.next('ack'))['conversation'] as string;
}
export async function chat(text = 'Hello') {
	const it = await visitor();
	const conversation = await say(it.socket, text);
	return { ...it, conversation, id: conversation.split('.')[0] ?? '' };
}
export const answer = (conversation: string): Frame => ({
	type: 'message.send',
	clientId: newId(),
	conversation,
	text: 'An answer',
});
/** Everything before it has been heard: the answer to a question that comes after all. */
export async function settled(socket: TestSocket, isAgent = false): Promise<void> {
	const requestId = newId();
	if (isAgent) socket.send({ type: 'visits.watch', requestId, isOn: false });
	else socket.send({ type: 'conversations.list', requestId });
	await until(() => socket.heard.some((heard) => heard['requestId'] === requestId));
}
export async function until(isSo: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 5000; !isSo();) {
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((done) => setTimeout(done, 2));
	}
}
export const heardBy = (socket: TestSocket, type: string, conversation: string): Frame[] =>
	socket.heard.filter((f) => f.type === type && f['conversation'] === conversation);
