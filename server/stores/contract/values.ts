import type { Json } from '../../ports/store.ts';
import type { Actor } from '../../../shared/actor.ts';
import type { ClientId, SinkId, TimelineId } from '../../../shared/ids.ts';
import { boxes } from './collections.ts';
import type { Topic } from './harness.ts';
import { append, collect, newTimeline, note, readAll } from './samples.ts';

/** What people can type, and what attackers do: comes back exactly as it went in. */
const hostileValues: Record<string, Json> = {
	'empty things': { text: '', list: [], object: {}, nothing: null },
	emoji: { text: '👩🏽‍🚒 🏳️‍🌈 e\u0301 \u200d \ufeff \u202e' },
	'a NUL in text': { text: 'before\u0000after', '\u0001key': '\u001f\u007f\u0080' },
	'line ends': { text: 'a\r\nb\nc\rd\u2028e\u2029f\t' },
	'quotes and slashes': { text: `'"\\/\`''; DROP TABLE events; --`, 'k\'e"y\\': 1 },
	markup: { text: '</script><script>alert(1)</script><!--' },
	'database operators': { $set: { $where: '1' }, $ne: null, 'a.b.c': 1, '.': 2, $: 3, '': 4 },
	'names of methods': { constructor: 1, toString: 'x', hasOwnProperty: null, valueOf: [] },
	'a prototype': JSON.parse('{"__proto__":{"polluted":true},"a":{"__proto__":[1]}}') as Json,
	numbers: [0, -1, 0.1, 1e21, 5e-324, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
	'keys like numbers': { 2: 'two', 10: 'ten', 1: 'one', '01': 'x' },
	'text that looks like something else': ['null', 'true', '1', '{}', '[]', '2020-01-01', '0x10'],
	'a long text': 'wörd '.repeat(60_000),
	'many fields': Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field ${i}`, i])),
	'deep nesting': Array.from({ length: 60 }).reduce<Json>((inner) => ({ inner }), 'deepest'),
};

export function valuesContract({ store, harness }: Topic): void {
	describe.each(Object.entries(hostileValues))('%s', (_name, value) => {
		it('comes back in a body of an event', async () => {
			const timeline = newTimeline();
			const body = { content: value };
			const [committed] = await append(store(), timeline, note({ body }));
			expect(committed!.body).toStrictEqual(body);
			expect((await readAll(store(), timeline))[0]!.body).toStrictEqual(body);
			expect((await store().event(timeline, 1))!.body).toStrictEqual(body);
		});

		it('comes back in a document, and in a changed one', async () => {
			const id = `value ${JSON.stringify(value).slice(0, 40)}`;
			expect((await store().insert(boxes, { id, content: value })).content).toStrictEqual(value);
			expect((await store().get(boxes, id))?.content).toStrictEqual(value);
			const changed = await store().update(boxes, id, { set: { content: [value, 1] } });
			expect(changed?.content).toStrictEqual([value, 1]);
			expect((await store().put(boxes, { id, content: { value } }))?.content).toStrictEqual({
				value,
			});
			expect((await store().get(boxes, id))?.content).toStrictEqual({ value });
		});
	});

	it('pollutes no prototype', () => {
		expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});

	it('leaves out what is undefined', async () => {
		const timeline = newTimeline();
		await append(store(), timeline, note({ body: { text: 'x', gone: undefined } }));
		expect(Object.keys((await readAll(store(), timeline))[0]!.body)).toEqual(['text']);
	});

	it('takes hostile names for what they are', async () => {
		const names = [
			"x'; DROP TABLE events; --",
			'$where',
			'__proto__',
			'a\u0000b',
			'😀',
			'../../etc',
		];
		for (const name of names) {
			const timeline = name as TimelineId;
			const author: Actor = {
				kind: 'agent',
				id: name,
				via: { sink: name as SinkId, externalId: name },
			};
			const event = note({ author, type: name, sinks: [name as SinkId] });
			await append(store(), timeline, event);
			expect(await readAll(store(), timeline)).toMatchObject([{ timeline, author, type: name }]);
			expect(await store().owedEvents(name as SinkId, timeline, 0, 5)).toHaveLength(1);
			await store().insert(boxes, { id: name, content: name });
			expect((await store().get(boxes, name))?.content).toBe(name);
		}
		const dumped = await collect(store().dump());
		for (const name of names) {
			expect(dumped).toContainEqual({
				kind: 'doc',
				collection: boxes.name,
				doc: { id: name, content: name, rev: 1 },
			});
		}
	});

	it('sets a field that is named like a method', async () => {
		const id = 'fields like methods';
		await store().insert(boxes, { id, content: null });
		const set = { constructor: 'x', hasOwnProperty: 1, toString: null };
		const changed = await store().update(boxes, id, { set, inc: { valueOf: 2 } });
		expect(changed).toStrictEqual({ id, content: null, ...set, valueOf: 2, rev: 2 });
		const guard = { if: [{ field: 'isPrototypeOf', op: 'eq', value: null }] as const };
		expect(await store().update(boxes, id, { unset: ['toString'] }, guard)).not.toBeNull();
	});

	it('keeps half a character inside a document and a body as it is', async () => {
		const half = 'cut \ud83d';
		const doc = { id: 'half', content: { half }, label: half };
		expect(await store().insert(boxes, doc)).toMatchObject(doc);
		expect(await store().get(boxes, 'half')).toMatchObject(doc);
		const timeline = newTimeline();
		await append(store(), timeline, note({ body: { half } }));
		expect((await store().event(timeline, 1))?.body).toEqual({ half });
	});

	it('loads its own dump of ids that differ in half a character', async () => {
		const timeline = newTimeline();
		const [one, two] = ['cccccccc\ud800', 'cccccccc\ud801'] as ClientId[];
		await append(store(), timeline, note({ clientId: one! }));
		// The same once stored, or two: the wire lets neither in, and a restore must go through.
		await store().append(timeline, 1, [note({ clientId: two! })]);
		const rows = (await collect(store().dump())).filter(
			(row) => row.kind === 'event' && row.event.timeline === timeline,
		);
		const copy = await harness.open([]);
		await copy.store.load(rows);
		expect(await copy.store.head(timeline)).toEqual(await store().head(timeline));
		await copy.close();
	});
}
