import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { signedHeaders } from '../../plugins/example-webhook/sign.ts';
import type { TeamEventView } from '../../shared/views/event-view.ts';
import type { Surface } from '../checker/index.ts';
import { wait } from './child.ts';
import { deliverySeen } from './surfaces.ts';

export const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

type Mood = 'good' | 'error' | 'busy' | 'hang' | 'reset' | 'cut' | 'slow';

/** How often each mood comes, in parts of one. `cut`: taken, and the answer is lost, which the sender cannot know. */
const moods: readonly (readonly [Mood, number])[] = [
	['error', 0.03],
	['busy', 0.02],
	['hang', 0.01],
	['reset', 0.03],
	['cut', 0.04],
	['slow', 0.04],
];
const hangMs = 2000;

/** An endpoint in bad health, until `recover`. Keeps what it took, repetitions included, and what was not signed as it must be. */
export class FlakyReceiver {
	readonly taken: { readonly id: string; readonly event: TeamEventView }[] = [];
	readonly unsigned: string[] = [];
	readonly counts: Record<Mood, number> = {
		good: 0,
		error: 0,
		busy: 0,
		hang: 0,
		reset: 0,
		cut: 0,
		slow: 0,
	};
	url = '';
	#isIll = true;
	readonly #random: () => number;
	readonly #server: Server;

	constructor(random: () => number) {
		this.#random = random;
		this.#server = createServer((request, response) => {
			this.#serve(request, response).catch(() => response.destroy());
		});
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => {
			this.#server.listen(0, '127.0.0.1', resolve);
		});
		const address = this.#server.address();
		this.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/hook`;
	}

	recover(): void {
		this.#isIll = false;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => {
			this.#server.close(resolve);
		});
	}

	surface(): Surface {
		return {
			name: 'HTTP sink',
			numbers: 'vseq',
			isPublic: true,
			repeats: true,
			holds: () => true,
			read: async () => this.taken.map(deliverySeen),
		};
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const mood = this.#mood();
		this.counts[mood] += 1;
		if (mood === 'reset') return void request.socket.destroy();
		const body = await text(request);
		switch (mood) {
			case 'error':
				return void response.writeHead(500).end();
			case 'busy':
				return void response.writeHead(503, { 'Retry-After': '1' }).end();
			case 'hang':
				await wait(hangMs);
				return void request.socket.destroy();
			case 'cut':
				this.#take(request, body);
				return void request.socket.destroy();
			case 'slow':
				await wait(100 + this.#random() * 400);
				this.#take(request, body);
				return void response.writeHead(204).end();
			case 'good':
				this.#take(request, body);
				return void response.writeHead(204).end();
		}
	}

	#mood(): Mood {
		if (!this.#isIll) return 'good';
		let draw = this.#random();
		for (const [mood, share] of moods) {
			draw -= share;
			if (draw < 0) return mood;
		}
		return 'good';
	}

	#take(request: IncomingMessage, body: string): void {
		const id = String(request.headers['webhook-id']);
		const at = Number(request.headers['webhook-timestamp']) * 1000;
		const right = signedHeaders(webhookSecret, id, at, body)['webhook-signature'];
		if (request.headers['webhook-signature'] !== right) this.unsigned.push(id);
		const { data } = JSON.parse(body) as { data: { event: TeamEventView } };
		this.taken.push({ id, event: data.event });
	}
}
