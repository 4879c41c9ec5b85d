import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { amendMessage, postAsVisitor } from '../conversations/index.ts';
import { openHouse } from '../house.ts';
import { removeData, testConfig } from '../testing/test-server.ts';
import { visitorIdOf } from '../visitors/index.ts';
import type { ClientId, ConversationId } from '../../shared/ids.ts';
import { filesCollection } from './index.ts';
import { inPieces } from './testing/place.ts';

it('a message that is taken back takes its file along: bytes, name and link', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'parley-files-'));
	const house = await openHouse(testConfig(dataDir), resolve('build'));
	try {
		await house.startWork();
		const { conversations, files, sites, store } = house;
		const site = (await sites.first()).id;
		const vera = { kind: 'visitor', id: visitorIdOf(site, 't'.repeat(43)), site } as const;
		const { id } = await files.start(vera, { name: 'diagnosis.txt', size: 3, type: '' });
		await files.append(vera, id, 0, inPieces(Buffer.from('bad')));
		const post = {
			text: '',
			files: (await files.attach(vera, [id])).refs,
			clientId: 'c-000001' as ClientId,
		};
		const said = await postAsVisitor(conversations, vera, post, { source: 'launcher' });
		expect(said).toMatchObject({ event: { body: { files: post.files } } });
		const [ref] = post.files;
		if (ref === undefined) throw new Error('Nothing was attached.');
		const { stream } = await files.openStored(ref.blob);
		stream.destroy();
		await amendMessage(conversations, `${vera.id}.1` as ConversationId, vera, 1, {
			kind: 'redact',
			clientId: 'c-000002' as ClientId,
		});
		const deadline = Date.now() + 10_000;
		while ((await house.blobs.info(ref.blob)) !== null && Date.now() < deadline)
			await new Promise((settle) => setTimeout(settle, 50));
		await expect(files.openStored(ref.blob)).rejects.toMatchObject({ code: 'file_not_found' });
		expect(await store.get(filesCollection, id)).toMatchObject({ state: 'gone', name: '' });
	} finally {
		await house.close();
		await removeData(dataDir);
	}
});
