/**
 * Stands between the tests and their MongoDB and notes the shape of every command that finds
 * documents by a filter, so that a test can ask afterwards whether an index serves each of them.
 * It changes nothing on the way, and reads only what clients send.
 */
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createFramer } from './framer.mjs';
import { shapesOf } from './shapes.mjs';

/** Listens on a free port of this machine for what is meant for the MongoDB at `host:port`. */
export async function startProxy({ host, port }) {
	const shapes = new Set();
	const sockets = new Set();
	const note = (message) => {
		for (const shape of shapesOf(message)) shapes.add(JSON.stringify(shape));
	};
	// What cannot be read must not break the tests, but the test of the queries must see it.
	const noteUnreadable = (error) => {
		shapes.add(JSON.stringify({ command: `unreadable: ${error.message}`, collection: '' }));
	};
	const server = createServer({ noDelay: true }, (client) => {
		const upstream = connect({ host, port, noDelay: true });
		join(client, upstream);
		join(upstream, client);
		client.on('data', createFramer(note, noteUnreadable));
		for (const socket of [client, upstream]) {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
		}
	});
	await new Promise((resolve, reject) => {
		server.on('error', reject).listen(0, '127.0.0.1', resolve);
	});
	return {
		port: server.address().port,
		/** One shape a line, as JSON. */
		writeShapes: (file) =>
			writeFileSync(
				file,
				Array.from(
					shapes,
					(line) => `${line}
`,
				).join(''),
			),
		stop: async () => {
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** Passes on what comes from one side. When that side is gone, so is the other: as without us. */
function join(from, to) {
	from.pipe(to);
	from.on('error', () => to.destroy());
	from.on('close', () => to.end());
}
