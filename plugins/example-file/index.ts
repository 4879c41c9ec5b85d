import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import type { PluginId, SinkId } from '../../shared/ids.ts';
import type { Delivery, PluginDefinition } from '../../shared/plugin/plugin.ts';

const id = 'example-file' as PluginId;
const settings = z.object({
	path: z
		.string()
		.regex(/^\//, 'must be an absolute path')
		.meta({ description: 'File that the lines are appended to; its folder must exist' }),
});

/** Read back at a start. A crash repeats what was in hand: 4 batches of 50 lines, below 20 KB each, at the file's end. */
const tailBytes = 8 * 1024 * 1024;

/** Appends everything that happens in conversations to a file, one JSON line for each event. */
export const exampleFile: PluginDefinition<z.infer<typeof settings>> = {
	id,
	title: 'Example: lines in a file',
	// It writes wherever its settings say.
	isLocal: true,
	settings,
	create({ path }) {
		const sink = `${id}:${path}` as SinkId;
		const written = new Set<string>();
		let file: FileHandle;
		let end = 0;
		let turn: Promise<void> = Promise.resolve();

		/** Writes whole lines at the known end, whatever an attempt that failed has left behind it. */
		async function append(batch: readonly Delivery[]): Promise<void> {
			const fresh = batch.filter((delivery) => !written.has(delivery.id));
			const lines = fresh.map((delivery) => `${JSON.stringify(delivery)}\n`);
			const bytes = Buffer.from(lines.join(''));
			await file.truncate(end);
			await file.write(bytes, 0, bytes.length, end);
			await file.sync();
			end += bytes.length;
			for (const delivery of fresh) written.add(delivery.id);
		}

		return {
			sinks: () => [{ id: sink, wants: () => true, batch: 50 }],
			async start() {
				file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
				const { size } = await file.stat();
				const from = Math.max(0, size - tailBytes);
				const { buffer, bytesRead } = await file.read(
					Buffer.alloc(size - from),
					0,
					size - from,
					from,
				);
				const whole = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
				end = from + whole;
				const lines = buffer.toString('utf8', 0, whole).split('\n');
				// A tail may begin within a line.
				for (const line of from === 0 ? lines : lines.slice(1)) {
					if (line !== '') written.add((JSON.parse(line) as Delivery).id);
				}
			},
			async deliver(_sink, batch) {
				// Several conversations may come at once; their lines must not mix.
				turn = turn.catch(() => undefined).then(() => append(batch));
				try {
					await turn;
					return { through: batch.length, receipts: [] };
				} catch (error) {
					const message = `${path} cannot be written: ${(error as Error).message}`;
					const failed = { scope: 'sink', retryable: true, retryAfterMs: null, message } as const;
					return { through: 0, receipts: [], failed };
				}
			},
			check: async () => [{ level: 'ok', message: `Lines go to ${path}.`, cure: '' }],
			stop: () => file?.close(),
		};
	},
};
