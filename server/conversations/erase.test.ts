import fc from 'fast-check';
import { Unknown } from '../ports/errors.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Store } from '../ports/store.ts';
import { amendMessage } from './amend-message.ts';
import type { Author } from './commands.ts';
import { eraseTarget, eraseVisitor, type EraseDeps } from './erase.ts';
import type { FileRef } from './events.ts';
import { loadState } from './load-state.ts';
import { createNewestNumbers } from './newest.ts';
import { postAsVisitor, postMessage, type ConversationDeps } from './post-message.ts';
import { saveSummary, summaries } from './summaries.ts';
import { conversation, id, noon } from './testing/commands.ts';
import { allEvents, nodeOn } from './testing/nodes.ts';
import { anna, ben, people, sue, vera, visitor } from './testing/people.ts';
import { commandOf, steps } from './testing/random-commands.ts';
import { createUnsaved } from './unsaved.ts';
import { openHostileStore, type HostileOptions } from '../stores/hostile/open-hostile-store.ts';

fc.configureGlobal({ seed: 1 });
jest.setTimeout(60_000);

type Place = ConversationDeps & EraseDeps & { readonly blobs: Blobs };
const clock = { now: () => noon, after: () => () => undefined };

function placeOf(store: Store, blobs: Blobs): Place {
	const { timelines } = nodeOn(store);
	const unsaved = createUnsaved(timelines.peek);
	return { store, blobs, clock, timelines, newest: createNewestNumbers(store), unsaved };
}
async function openPlace(options: Partial<HostileOptions> = {}): Promise<Place> {
	const { store, blobs } = await openHostileStore({ collections: [summaries], ...options });
	return placeOf(store, blobs);
}

async function everything(store: Store): Promise<string> {
	const rows: unknown[] = [];
	for await (const row of store.dump()) rows.push(row);
	return JSON.stringify(rows);
}

let sent = 0;
const next = () => id(`c${(sent += 1)}`);
const page = { url: 'https://shop.test/secret-page', title: 'secret title' };
const say = (place: Place, text: string, files: readonly FileRef[] = []) =>
	postAsVisitor(place, vera, { text, files, clientId: next() }, { source: 'launcher', page });
const amend = (place: Place, by: Author, target: number, text: string | null) =>
	amendMessage(
		place,
		conversation,
		by,
		target,
		text === null ? { kind: 'redact', clientId: next() } : { kind: 'edit', text, clientId: next() },
	);
async function upload(place: Place, name: string): Promise<FileRef> {
	async function* bytes() {
		yield await Promise.resolve(Buffer.from(name));
	}
	const { id: blob, size } = await place.blobs.put(bytes(), 100);
	return { blob, name, type: 'text/plain', size };
}
/** The state at hand is that of all events from the start, and that of the snapshot. */
async function expectOneState(place: Place): Promise<void> {
	const fresh = await loadState(place.store, conversation, 'start');
	expect(await place.timelines.state(conversation)).toEqual(fresh);
	expect(await loadState(place.store, conversation)).toEqual(fresh);
}

describe('amending', () => {
	it('names a message by its seq for the team and by its vseq for the visitor', async () => {
		const place = await openPlace();
		await say(place, 'one');
		await place.timelines.submit(conversation, {
			kind: 'note',
			by: anna,
			text: 'n',
			clientId: next(),
			at: noon,
		});
		await say(place, 'two');
		expect(await amend(place, vera, 2, null)).toMatchObject({ event: { target: 3, vseq: 3 } });
		expect(await amend(place, anna, 2, 'm')).toMatchObject({ event: { target: 2, vseq: null } });
		expect(await amend(place, vera, 3, null)).toMatchObject({ code: 'event_not_found' });
		expect(await amend(place, sue, 99, null)).toMatchObject({ code: 'event_not_found' });
	});
	it('tells a stranger the same of a message that is there and of one that is not', async () => {
		const place = await openPlace();
		await say(place, 'one');
		const { agentElsewhere, otherVisitor, visitorElsewhere } = people;
		for (const by of [agentElsewhere, otherVisitor, visitorElsewhere]) {
			for (const target of [1, 2, 99]) {
				expect(await amend(place, by, target, null)).toMatchObject({
					code: 'conversation_not_found',
				});
			}
		}
	});
	it('sent again is one event', async () => {
		const place = await openPlace();
		await say(place, 'one');
		const again = { kind: 'redact', clientId: id('same') } as const;
		const first = await amendMessage(place, conversation, vera, 1, again);
		expect(await amendMessage(place, conversation, vera, 1, again)).toEqual({
			...first,
			replayed: true,
		});
	});
});

describe('erasing what was taken back', () => {
	async function takenBack(): Promise<{ place: Place; file: FileRef }> {
		const place = await openPlace();
		const file = await upload(place, 'secret.txt');
		await postAsVisitor(place, vera, { text: 'kept', clientId: next() }, { source: 'launcher' });
		await postMessage(place, conversation, anna, {
			text: 'secret 1',
			files: [file],
			clientId: next(),
		});
		await amend(place, anna, 2, 'secret 2');
		await saveSummary(place.store, await place.timelines.state(conversation));
		await amend(place, anna, 2, null);
		return { place, file };
	}
	it('leaves no text and no file, but the fact that the agent took the conversation', async () => {
		const { place, file } = await takenBack();
		expect(await everything(place.store)).toContain('secret');
		await eraseTarget(place, conversation, 2);
		expect(await everything(place.store)).not.toContain('secret');
		expect(await everything(place.store)).toContain('kept');
		expect(await place.blobs.info(file.blob)).toBeNull();
		const [, message, edit] = await allEvents(place.store);
		expect(message).toMatchObject({
			seq: 2,
			vseq: 2,
			erasedAt: noon,
			body: { text: '', assign: anna.id, status: 'active' },
		});
		expect(edit).toMatchObject({ erasedAt: noon, body: { text: '', targetVseq: 2 } });
		await expectOneState(place);
		expect(await place.timelines.state(conversation)).toMatchObject({ assignee: anna.id });
	});
	it('twice is as once', async () => {
		const { place } = await takenBack();
		await eraseTarget(place, conversation, 2);
		const once = (await everything(place.store)).replaceAll(/"rev":\d+/g, '');
		await eraseTarget(place, conversation, 2);
		expect((await everything(place.store)).replaceAll(/"rev":\d+/g, '')).toBe(once);
	});
	it('still knows a resend of the erased message by its id alone', async () => {
		const place = await openPlace();
		const post = { text: 'secret', clientId: id('mine') };
		await postAsVisitor(place, vera, post, { source: 'launcher' });
		await amend(place, vera, 1, null);
		await eraseTarget(place, conversation, 1);
		expect(await postAsVisitor(place, vera, post, { source: 'launcher' })).toMatchObject({
			kind: 'done',
			replayed: true,
		});
	});
	it('can be begun again after it stopped anywhere, and nothing is forgotten', async () => {
		for (let step = 0; step < 25; step += 1) {
			const hostile = await openHostileStore({ collections: [summaries], seed: step + 1 });
			const place = placeOf(hostile.store, hostile.blobs);
			const file = await upload(place, 'secret.txt');
			await say(place, 'secret', [file]);
			await saveSummary(place.store, await place.timelines.state(conversation));
			await amend(place, vera, 1, null);
			const other = await hostile.reopen();
			other.crashBefore(step);
			await eraseTarget(placeOf(other.store, other.blobs), conversation, 1).catch(
				(error: unknown) => expect(error).toBeInstanceOf(Unknown),
			);
			await hostile.quiet();
			await eraseTarget(place, conversation, 1);
			expect([step, (await everything(place.store)).includes('secret"')]).toEqual([step, false]);
			expect([step, await place.blobs.info(file.blob)]).toEqual([step, null]);
			await expectOneState(place);
		}
	});
});

describe('erasing a visitor', () => {
	async function twoTalks(): Promise<{ place: Place; files: FileRef[] }> {
		const place = await openPlace();
		const files = [await upload(place, 'secret 1'), await upload(place, 'secret 2')];
		const submit = (command: object) =>
			place.timelines.submit(conversation, { clientId: next(), at: noon, ...command } as never);
		await say(place, 'secret', [files[0]!]);
		await postMessage(place, conversation, anna, { text: 'secret too', clientId: next() });
		await submit({ kind: 'note', by: anna, text: 'secret note', files: [files[1]!] });
		await submit({ kind: 'tag', by: anna, add: ['refund'], remove: [] });
		await submit({ kind: 'transfer', by: anna, to: ben.id, reason: 'secret reason' });
		await submit({ kind: 'requeue', by: ben, reason: 'secret reason' });
		await submit({ kind: 'rate', by: vera, score: 5, comment: 'secret comment' });
		await submit({ kind: 'end', by: sue, reason: 'secret reason' });
		await saveSummary(place.store, await place.timelines.state(conversation));
		await say(place, 'secret in the second talk');
		const other = visitor('victor');
		await postAsVisitor(
			place,
			other,
			{ text: 'of another', clientId: next() },
			{ source: 'launcher' },
		);
		return { place, files };
	}
	it('leaves no text, page, reason or file in any of the talks; facts stay', async () => {
		const { place, files } = await twoTalks();
		const before = await allEvents(place.store);
		expect(await eraseVisitor(place, place.newest, vera.id)).toBe(2);
		const left = await everything(place.store);
		expect(left).not.toContain('secret');
		expect(left).toContain('of another');
		for (const { blob } of files) expect(await place.blobs.info(blob)).toBeNull();
		const after = await allEvents(place.store);
		const numbers = (events: typeof after) =>
			events.map(({ seq, vseq, type, at, author }) => [seq, vseq, type, at, author.kind]);
		expect(numbers(after)).toEqual(numbers(before));
		expect(after[0]?.body).toEqual({
			text: '',
			status: 'waiting',
			open: { site: 'shop', visitor: vera.id, source: 'launcher' },
		});
		expect(await place.timelines.state(conversation)).toMatchObject({
			status: 'ended',
			participants: [anna.id, ben.id],
			tags: ['refund'],
			rating: 5,
			preview: { text: '' },
		});
		await expectOneState(place);
	});
	it('twice is as once', async () => {
		const { place } = await twoTalks();
		await eraseVisitor(place, place.newest, vera.id);
		const once = (await everything(place.store)).replaceAll(/"rev":\d+/g, '');
		await eraseVisitor(place, place.newest, vera.id);
		expect((await everything(place.store)).replaceAll(/"rev":\d+/g, '')).toBe(once);
	});
	it('finds the talks that another node has opened since', async () => {
		const { place } = await twoTalks();
		const behind = { get: () => Promise.resolve(1), raise: () => undefined };
		expect(await eraseVisitor(place, behind, vera.id)).toBe(2);
		expect(await everything(place.store)).not.toContain('secret');
	});
	it('who never said anything is nothing', async () => {
		const place = await openPlace();
		expect(await eraseVisitor(place, place.newest, visitor('nobody').id)).toBe(0);
	});
});

it('after any commands, erasing what was taken back and then the rest keeps the state but its words', async () => {
	await fc.assert(
		fc.asyncProperty(steps(40), async (list) => {
			const place = await openPlace();
			const submit = async (index: number) => {
				const step = list[index]!;
				const events = await allEvents(place.store);
				await place.timelines.submit(conversation, commandOf(step, index, events, noon));
			};
			for (const index of list.keys()) await submit(index);
			const { state } = place.timelines;
			const before = await state(conversation);
			for (const target of before.redacted) await eraseTarget(place, conversation, target);
			if (before.seq === 0) return;
			expect(await state(conversation)).toEqual(before);
			await expectOneState(place);
			await eraseVisitor(place, place.newest, vera.id);
			const after = await state(conversation);
			expect({ ...after, preview: null }).toEqual({ ...before, preview: null });
			expect(after.preview?.text ?? '').toBe('');
			await expectOneState(place);
			expect(await everything(place.store)).not.toContain('text<');
		}),
		{ numRuns: 60 },
	);
});
