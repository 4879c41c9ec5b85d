/**
 * Loaded before a server of the fault runs (`node --import`): its clock shows so many milliseconds more
 * as the file CLOCK_SHIFT_FILE says, which is looked at ten times a second. Timers run as they would.
 */
import { readFileSync } from 'node:fs';

const file = process.env.CLOCK_SHIFT_FILE;
const RealDate = Date;
let shiftMs = 0;

function look() {
	try {
		shiftMs = Number(readFileSync(file, 'utf8')) || 0;
	} catch {
		shiftMs = 0; // no jump yet
	}
}
globalThis.Date = class extends RealDate {
	constructor(...args) {
		if (args.length === 0) super(RealDate.now() + shiftMs);
		else super(...args);
	}
	static now() {
		return RealDate.now() + shiftMs;
	}
};
if (file) {
	look();
	setInterval(look, 100).unref();
}
