import { exitCodes } from '../start-failure.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';
import { cliExitCodes } from './exit-codes.ts';
import { migrate } from './migrate.ts';
import { ownerLink } from './owner-link.ts';
import { plugin } from './plugin.ts';
import { repair } from './repair.ts';
import { restore } from './restore.ts';
import { site } from './site.ts';
import { snippet } from './snippet.ts';
import { awayOf } from './store-away.ts';
import { parseVerbArgs, WrongUse, type Verb, type VerbContext } from './verb.ts';

export type { VerbContext } from './verb.ts';

/** All of them, in the order of the list that people see. */
export const verbs: ReadonlyMap<string, Verb> = new Map([
	['owner-link', ownerLink],
	['snippet', snippet],
	['site', site],
	['plugin', plugin],
	['backup', backup],
	['restore', restore],
	['migrate', migrate],
	['repair', repair],
	['doctor', doctor],
]);

/** Carries a verb out on a house, running or not. The answer is the exit code. */
export async function runVerb(
	name: string,
	words: readonly string[],
	context: VerbContext,
): Promise<number> {
	const verb = verbs.get(name);
	if (verb?.run === undefined) {
		context.print(
			`The running server does not know "${name}". It may be older than the command line: restart it.`,
		);
		return cliExitCodes.wrongUse;
	}
	try {
		const findings = (): ReturnType<typeof context.house.plugins.check> =>
			context.house.plugins.check();
		return await verb.run({ findings, ...context }, parseVerbArgs(verb, words));
	} catch (error) {
		const away = awayOf(error, context.house.config, name);
		if (away !== null) {
			context.print(away);
			return exitCodes.unreachable;
		}
		if (!(error instanceof WrongUse)) throw error;
		context.print(error.message);
		return cliExitCodes.wrongUse;
	}
}
