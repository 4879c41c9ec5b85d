/** For shapes.test.ts: reads what a client would send, in pieces of N bytes, and prints the shapes. */
import { readFileSync } from 'node:fs';
import { createFramer } from './framer.mjs';
import { shapesOf } from './shapes.mjs';

const size = Number(process.argv[2]);
const feed = createFramer(
	(message) => {
		for (const shape of shapesOf(message)) console.log(JSON.stringify(shape));
	},
	(error) => console.log(JSON.stringify({ command: `unreadable: ${error.message}` })),
);
const bytes = readFileSync(0);
for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size));
