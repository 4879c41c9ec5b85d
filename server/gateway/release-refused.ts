import type { Queued } from '../conversations/index.ts';
import type { Attached } from '../files/index.ts';

/** A message that is refused holds no files: they may go with another one. Where the outcome is not known they stay. */
export function releaseRefused(
	{ outcome }: Queued,
	{ release }: Pick<Attached, 'release'>,
	failed: (error: unknown) => void,
): void {
	const settled = outcome.then(
		({ kind }) => kind === 'refused',
		() => false,
	);
	settled.then((isRefused) => (isRefused ? release() : undefined)).catch(failed);
}
