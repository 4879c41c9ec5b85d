import type { VisitorId } from '../../shared/ids.ts';
import { chat, startLive, until, world } from '../testing/live-world.ts';
import { newId } from '../testing/test-server.ts';

beforeAll(startLive);
afterAll(() => world.stop());

async function* bytes(text: string): AsyncIterable<Uint8Array> {
	yield Buffer.from(text);
}

test('a message with a file that is sent again is answered as before, though the file has been taken back', async () => {
	const { socket, conversation, ...who } = await chat();
	const id = who.id as VisitorId;
	const { files, sites } = world.house;
	const site = (await sites.first()).id;
	const owner = { kind: 'visitor', id } as const;
	const wanted = { name: 'a.txt', size: 5, type: 'text/plain' };
	const upload = await files.start({ ...owner, site }, wanted);
	await files.append(owner, upload.id, 0, bytes('hello'));
	const send = { type: 'message.send', clientId: newId(), text: '', files: [upload.id] };
	socket.send(send);
	const first = await socket.next('ack');
	expect(first).toMatchObject({ clientId: send.clientId, conversation, vseq: 2 });
	const redact = { type: 'message.redact', clientId: newId(), conversation, target: 2 };
	socket.send(redact);
	await socket.next('ack');
	let isGone = false;
	await until(() => {
		files.attach(owner, [upload.id]).catch(() => (isGone = true));
		return isGone;
	});
	socket.send(send);
	expect(await socket.next('ack')).toMatchObject({ clientId: send.clientId, vseq: 2 });
	socket.send({ ...send, clientId: newId() });
	expect(await socket.next('refused')).toMatchObject({ code: 'file_not_found' });
});
