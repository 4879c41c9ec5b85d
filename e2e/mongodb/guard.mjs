/**
 * Outlives the test run that started it, even one ended by SIGKILL: then its standard input ends,
 * and it ends the mongod whose data is in the folder of its argument, and removes that folder.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);

process.stdin.resume().on('close', () => {
	for (const pid of pidsOfMongod()) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// Best effort: it has ended by itself.
		}
	}
	rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** Each member has a folder of its own, where mongod keeps its process id as long as it runs. */
function pidsOfMongod() {
	try {
		return readdirSync(folder)
			.map((member) => Number(readFileSync(join(folder, member, 'mongod.lock'), 'utf8')))
			.filter((pid) => pid > 0 && isOurs(pid));
	} catch {
		return []; // the folder is gone, as it should be, or mongod never started
	}
}

/** A process id may have passed to another program by now. Elsewhere than on Linux we cannot tell. */
function isOurs(pid) {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(folder);
	} catch {
		return false;
	}
}
