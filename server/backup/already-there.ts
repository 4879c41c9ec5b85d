import type { StorePlace } from '../open-store.ts';
import type { Pair } from './compare.ts';
import { BackupProblem } from './format.ts';
import { shown } from './places.ts';
import { wentOn } from './went-on.ts';

/**
 * Nothing is lost by a command that is given once too often. But a copy that was a trial must not be taken for what the
 * source is now, and one that people have worked on must not be thrown away.
 */
export async function alreadyThere(
	to: StorePlace,
	source: Pair,
	target: Pair,
	signal?: AbortSignal,
): Promise<BackupProblem> {
	const where = shown(to);
	const newer = await wentOn(source, target, signal);
	if (newer.source === null) {
		const more = newer.target === null ? '' : `, and has changed since (${newer.target})`;
		return new BackupProblem(
			'holds_data',
			`${where} holds these very data already${more}: they were migrated before, or both places are the same one. Start the server on it.`,
		);
	}
	if (newer.target === null) {
		return new BackupProblem(
			'holds_data',
			`${where} holds a copy of these data of an earlier time; the source has changed since (${newer.source}). Start no server on it: ${again(to)}`,
		);
	}
	return new BackupProblem(
		'holds_data',
		`${where} holds a copy of these data of an earlier time, and both have changed since (the source: ${newer.source}; the copy: ${newer.target}). They cannot be made one again. If the copy was a trial, start no server on it: ${again(to)} If it is what people work with now, go on with it: what was written in the source since is not in it.`,
	);
}

const again = ({ kind }: StorePlace): string =>
	kind === 'mongodb'
		? 'drop that database (or name another one: --to mongodb://host/<another name>) and run it again.'
		: // Its key may be the one that is used.
			'move parley.db and blobs/ in it away (or name another folder: --to sqlite:<folder>) and run it again.';
