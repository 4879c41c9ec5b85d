import { spawnPinned } from './arm.ts';

/** What `npm start` runs after its look for stale files, until it prints that it is ready; in milliseconds. */
export async function timeToReady(
	dataDir: string,
	settings: Record<string, string> = {},
): Promise<number> {
	const startedAt = performance.now();
	const env = { PORT: '0', DATA_DIR: dataDir, ...settings };
	const child = spawnPinned(['e2e/faults/serve.mjs'], 'start', { env, out: 'pipe' });
	return new Promise((resolve, reject) => {
		let ms = NaN;
		child.stdout?.on('data', (data: Buffer) => {
			if (!data.toString().includes('ready') || !Number.isNaN(ms)) return;
			ms = performance.now() - startedAt;
			child.kill('SIGTERM');
		});
		child.once('exit', () =>
			Number.isNaN(ms) ? reject(new Error('It did not start.')) : resolve(ms),
		);
	});
}
