#!/usr/bin/env node
/** The `parley` command. Progress goes to stderr, so that the output of a verb can be piped. */
import { importBuilt, prepare } from './prepare.mjs';

try {
	await prepare({ say: (line) => console.error(`parley: ${line}`) });
} catch (error) {
	console.error(`parley: ${error.message}`);
	process.exit(1);
}
const { run } = await importBuilt('cli');
process.exitCode = await run(process.argv.slice(2));
