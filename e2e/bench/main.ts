import { cpus } from 'node:os';
import { archive } from './parts/archive.ts';
import { cpu } from './parts/cpu.ts';
import { growth } from './parts/growth.ts';
import { idle } from './parts/idle.ts';
import { latency } from './parts/latency.ts';
import { mongodb } from './parts/mongodb.ts';
import { page } from './parts/page.ts';
import { routing } from './parts/routing.ts';
import { start } from './parts/start.ts';
import { storm } from './parts/storm.ts';
import { printVerdicts } from './report.ts';
import { isQuick, profileDir, wantedParts } from './setting.ts';

const parts: Readonly<Record<string, () => Promise<void>>> = {
	cpu,
	latency,
	mongodb,
	growth,
	start,
	idle,
	storm,
	page,
	routing,
	archive,
};

const unknown = wantedParts.filter((name) => parts[name] === undefined);
if (unknown.length > 0) {
	console.error(`There is no part ${unknown.join(', ')}: ${Object.keys(parts).join(', ')}.`);
	process.exit(1);
}
const startedAt = performance.now();
const model = cpus()[0]?.model ?? '';
console.log(
	`Node ${process.versions.node}, ${cpus().length} cores ${model}${isQuick ? ', quick: figures are rough' : ''}`,
);
console.log(
	'raw: bare ws relay. sio: socket.io chat. Both store nothing; "stored" = one SQLite transaction for each message.',
);
for (const [name, part] of Object.entries(parts)) {
	if (wantedParts.length === 0 || wantedParts.includes(name)) await part();
}
const missed = printVerdicts();
const minutes = (performance.now() - startedAt) / 60_000;
console.log(`\n${missed} goals missed, ${minutes.toFixed(1)} minutes`);
if (profileDir !== null) console.log(`CPU profiles: ${profileDir}`);
process.exit(0);
