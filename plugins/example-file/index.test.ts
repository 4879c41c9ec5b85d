import { mkdtempSync, readFileSync, rmSync, appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SinkId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import type { Delivery } from '../../shared/plugin/plugin.ts';
import { exampleFile } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const sink = 'example-file:x' as SinkId;
const signal = new AbortController().signal;
const delivery = (timeline: string, seq: number): Delivery =>
	({
		id: `${sink}/${timeline}/${seq}`,
		timeline,
		event: { seq, text: 'ä'.repeat(seq) },
		attempt: 1,
	}) as unknown as Delivery;
const linesOf = (path: string): string[] =>
	readFileSync(path, 'utf8')
		.trim()
		.split('\n')
		.map((line) => (JSON.parse(line) as Delivery).id);
async function started(path: string) {
	const plugin = exampleFile.create({ path }, {} as PluginHost);
	await plugin.start?.();
	return plugin;
}

test('each delivery is one line, whoever delivers at the same time', async () => {
	const path = join(folder, 'many');
	const plugin = await started(path);
	await Promise.all(
		Array.from({ length: 30 }, (_, n) =>
			plugin.deliver(sink, [delivery(`v${n}`, 1), delivery(`v${n}`, 2)], signal),
		),
	);
	expect(linesOf(path)).toHaveLength(60);
	await plugin.stop?.();
});

test('what comes again after a crash is not written again, and a torn line is replaced', async () => {
	const path = join(folder, 'torn');
	const plugin = await started(path);
	await plugin.deliver(sink, [delivery('v1', 1), delivery('v1', 2)], signal);
	await plugin.stop?.();
	appendFileSync(path, '{"id":"example-file:x/v1/3","torn');
	const again = await started(path);
	const answer = await again.deliver(sink, [delivery('v1', 2), delivery('v1', 3)], signal);
	expect(answer).toEqual({ through: 2, receipts: [] });
	expect(linesOf(path)).toEqual([1, 2, 3].map((seq) => `${sink}/v1/${seq}`));
	await again.stop?.();
});

test('a long file is read from its end', async () => {
	const path = join(folder, 'long');
	const old = Array.from({ length: 9000 }, (_, n) =>
		JSON.stringify({ id: `old/${n}`, text: 'x'.repeat(2000) }),
	);
	writeFileSync(path, `${old.join('\n')}\n`);
	const plugin = await started(path);
	await plugin.deliver(sink, [{ ...delivery('v1', 1), id: 'old/8999' }, delivery('v1', 1)], signal);
	expect(linesOf(path)).toHaveLength(9001);
	await plugin.stop?.();
});

test('all that may come again after a crash is known, even if every text is as long as can be', async () => {
	const path = join(folder, 'longest');
	const inHand = Array.from({ length: 200 }, (_, n) => delivery(`v${n}`, 1));
	const text = '\u0001'.repeat(3000);
	const lines = inHand.map((each) => JSON.stringify({ ...each, event: { seq: 1, text } }));
	writeFileSync(path, `${lines.join('\n')}\n`);
	const plugin = await started(path);
	await plugin.deliver(sink, inHand, signal);
	expect(linesOf(path)).toHaveLength(200);
	await plugin.stop?.();
});

test('a file that cannot be written concerns all conversations', async () => {
	const plugin = await started(join(folder, 'closed'));
	await plugin.stop?.();
	const answer = await plugin.deliver(sink, [delivery('v1', 1)], signal);
	expect(answer).toMatchObject({ through: 0, failed: { scope: 'sink', retryable: true } });
});

test('the walk-through in the docs shows this very file', () => {
	const docs = readFileSync(join(import.meta.dirname, '../../docs/writing-a-plugin.md'), 'utf8');
	const source = readFileSync(join(import.meta.dirname, 'index.ts'), 'utf8');
	expect(docs).toContain(`\`\`\`ts\n${source}\`\`\``);
	expect(source.split('\n').length).toBeLessThan(85);
});
