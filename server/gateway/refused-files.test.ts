import type { VisitorId } from '../../shared/ids.ts';
import { filesCollection } from '../files/index.ts';
import { agent, chat, startLive, until, world } from '../testing/live-world.ts';
import { newId } from '../testing/test-server.ts';

/* A message that is refused keeps no file: it may go with another one, or is swept. */

beforeAll(startLive);
afterAll(() => world.stop());

async function* bytes(text: string): AsyncIterable<Uint8Array> {
	yield await Promise.resolve(Buffer.from(text));
}
const fileOf = (id: string) => world.house.store.get(filesCollection, id);
async function untilFile(id: string, isAttached: boolean): Promise<void> {
	for (const deadline = Date.now() + 5000; ;) {
		const file = await fileOf(id);
		if ((file?.attachedAt !== null) === isAttached) return;
		if (Date.now() > deadline) throw new Error(`It is still ${String(file?.attachedAt)}`);
		await new Promise((done) => setTimeout(done, 5));
	}
}

test('of a visitor', async () => {
	const { socket, id } = await chat();
	const { files, sites } = world.house;
	const owner = { kind: 'visitor', id: id as VisitorId } as const;
	const site = (await sites.first()).id;
	const upload = await files.start({ ...owner, site }, { name: 'a.txt', size: 5, type: '' });
	await files.append(owner, upload.id, 0, bytes('hello'));
	const send = { type: 'message.send', clientId: newId(), files: [upload.id] };
	socket.send({ ...send, text: 'x'.repeat(4001) });
	expect(await socket.next('refused')).toMatchObject({ code: 'message_too_long' });
	await untilFile(upload.id, false);
	expect((await fileOf(upload.id))?.sweepAt).toBeGreaterThan(Date.now());
	socket.send({ ...send, clientId: newId(), text: 'Shorter' });
	await until(() => socket.heard.filter(({ type }) => type === 'ack').length === 2);
	await untilFile(upload.id, true);
	// One more message with it that is refused does not take it from the one that has it.
	socket.send({ ...send, clientId: newId(), text: 'x'.repeat(4001) });
	expect(await socket.next('refused')).toMatchObject({ code: 'message_too_long' });
	await new Promise((done) => setTimeout(done, 50));
	expect(await fileOf(upload.id)).toMatchObject({ sweepAt: null });
});

test('of an agent', async () => {
	const { conversation } = await chat();
	const { agent: ada, cookie } = await world.signedIn('Ada');
	const socket = await agent(cookie);
	const owner = { kind: 'agent', id: ada.id } as const;
	const { files } = world.house;
	const upload = await files.start({ ...owner, site: null }, { name: 'a.txt', size: 5, type: '' });
	await files.append(owner, upload.id, 0, bytes('hello'));
	const send = { type: 'message.send', conversation, clientId: newId(), files: [upload.id] };
	socket.send({ ...send, text: 'x'.repeat(4001) });
	expect(await socket.next('refused')).toMatchObject({ code: 'message_too_long' });
	await untilFile(upload.id, false);
	socket.send({ ...send, clientId: newId(), text: 'Shorter' });
	await socket.next('ack');
	await untilFile(upload.id, true);
});
