import { UploadRefused } from '../../../shared/client/uploads.ts';
import type { FileView } from '../../../shared/views/event-view.ts';
import { Attachments, mostFiles } from './attachments.ts';

const file = (name: string, size = 10): File => new File(['x'.repeat(size)], name);
const made = (id: string) => ({ id, name: id }) as FileView;
const settle = async (): Promise<void> => {
	for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

/** A server that answers when the test says so. */
function world() {
	const going: {
		readonly name: string;
		readonly signal: AbortSignal;
		progress(done: number, isWaiting?: boolean): void;
		done(file: FileView): void;
		fail(error: Error): void;
	}[] = [];
	const attachments = new Attachments(
		(sent, { onProgress, signal }) =>
			new Promise((done, fail) => {
				signal.addEventListener('abort', () => fail(new Error('stopped')));
				const progress = (bytes: number, isWaiting = false) => onProgress(bytes, isWaiting);
				going.push({ name: sent.name, signal, progress, done, fail });
			}),
	);
	const states = () => attachments.items.map(({ name, state }) => `${name} ${state}`);
	return { attachments, going, states };
}

test('it is seen how far each is, and that it waits for the connection', async () => {
	const { attachments, going, states } = world();
	attachments.add([file('a.pdf')]);
	going[0]?.progress(4);
	expect(attachments.items[0]).toMatchObject({ done: 4, size: 10, state: 'sending' });
	going[0]?.progress(4, true);
	expect(states()).toEqual(['a.pdf waiting']);
	going[0]?.done(made('f1'));
	await settle();
	expect(states()).toEqual(['a.pdf there']);
	expect(attachments.take().map(({ id }) => id)).toEqual(['f1']);
	expect(attachments.items).toEqual([]);
});

test('three go at once, and the next follows when one is through', async () => {
	const { attachments, going } = world();
	attachments.add(['a', 'b', 'c', 'd'].map((name) => file(name)));
	expect(going.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
	going[1]?.done(made('b'));
	await settle();
	expect(going.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
});

test('one that is removed is stopped, and does not come back when it fails', async () => {
	const { attachments, going, states } = world();
	attachments.add([file('a')]);
	attachments.remove(attachments.items[0]?.key ?? 0);
	expect(going[0]?.signal.aborted).toBe(true);
	await settle();
	expect(states()).toEqual([]);
});

test('what the server refuses stays with the reason, and is not sent', async () => {
	const { attachments, going, states } = world();
	attachments.add([file('a.exe'), file('b'), file('empty', 0)]);
	going[0]?.fail(new UploadRefused('file_type_refused', 'No.'));
	going[1]?.fail(new Error('odd'));
	await settle();
	expect(states()).toEqual(['a.exe failed', 'b failed', 'empty failed']);
	expect(attachments.items.map(({ mayTryAgain }) => mayTryAgain)).toEqual([false, true, false]);
	expect(attachments.take()).toEqual([]);
	attachments.tryAgain(attachments.items[1]?.key ?? 0);
	going[2]?.done(made('b'));
	await settle();
	expect(attachments.take().map(({ id }) => id)).toEqual(['b']);
});

test('more than a message takes are left out, and that is said', () => {
	const { attachments } = world();
	const many = Array.from({ length: mostFiles + 1 }, (_, n) => file(`f${n}`));
	expect(attachments.add(many.slice(0, mostFiles))).toBe(true);
	expect(attachments.add(many.slice(mostFiles))).toBe(false);
	expect(attachments.items).toHaveLength(mostFiles);
});
