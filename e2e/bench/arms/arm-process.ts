/*
 * The server's side of the bench: every arm says when it is ready and answers questions about itself over IPC. It ends with the
 * harness.
 */
export interface Usage {
	/** User and system time of all threads of the process, in microseconds. */
	readonly cpu: number;
	/** After a forced collection, in bytes. */
	readonly rss: number;
}
export type Question = 'usage' | 'memory' | 'spin' | 'stop';
export interface Ready {
	readonly ready: true;
	readonly port: number;
}

export function serveQuestions(port: number, stop: () => Promise<void> | void): void {
	process.on('disconnect', () => process.exit(1));
	process.on('message', (question: Question) => {
		if (question === 'stop') {
			void Promise.resolve(stop()).finally(() => process.exit(0));
			return;
		}
		if (question === 'memory') globalThis.gc?.();
		process.send?.(question === 'spin' ? spin() : usage());
	});
	process.send?.({ ready: true, port } satisfies Ready);
}

function usage(): Usage {
	const { user, system } = process.cpuUsage();
	return { cpu: user + system, rss: process.memoryUsage.rss() };
}

/** The time of a fixed piece of work, in milliseconds: it says how much of the core the neighbours have taken. */
export function spin(): number {
	const startedAt = performance.now();
	let sum = 0;
	for (let i = 0; i < 2e7; i += 1) sum = (sum + i * 7) % 1_000_003;
	return performance.now() - startedAt + (sum < 0 ? 1 : 0);
}
