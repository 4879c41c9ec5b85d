import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { PluginId, SinkId } from '../../shared/ids.ts';
import type { PluginHost } from '../../shared/plugin/host.ts';
import type {
	Delivered,
	Delivery,
	DeliveryError,
	PluginDefinition,
} from '../../shared/plugin/plugin.ts';
import { secret } from '../../shared/plugin/secret.ts';
import { judgeAnswer, judgeFailure } from './judge-answer.ts';
import { signedHeaders } from './sign.ts';

const id = 'example-webhook' as PluginId;
const settings = z.object({
	url: z.url().meta({ description: 'Address that every event is posted to' }),
	secret: secret('Signs what is posted: whsec_ and base64').regex(
		/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
		'must be whsec_ and at least 24 bytes in base64',
	),
	/** Off by default: notes are for the team's eyes. */
	internal: z.boolean().default(false).meta({ description: 'Also what visitors do not see' }),
});
type Settings = z.infer<typeof settings>;

/** Posts every event to one address, signed as Standard Webhooks has it. */
export const exampleWebhook: PluginDefinition<Settings> = {
	id,
	title: 'Example: signed webhook',
	settings,
	create({ url, secret: signing, internal }, host) {
		// Another address is another destination, with deliveries and gaps of its own.
		const name = createHash('sha256').update(url).digest('hex').slice(0, 12);
		return {
			sinks: () => [
				{
					id: `${id}:${name}` as SinkId,
					wants: (event) => internal || event.audience === 'visitor',
				},
			],
			deliver: (_sink, batch, signal) => postAll(host, url, signing, batch, signal),
			check: async () => [
				{ level: 'ok', message: `Events go to ${new URL(url).origin}.`, cure: '' },
			],
		};
	},
};

async function postAll(
	host: PluginHost,
	url: string,
	signing: string,
	batch: readonly Delivery[],
	signal: AbortSignal,
): Promise<Delivered> {
	for (const [through, delivery] of batch.entries()) {
		const failed = await post(host, url, signing, delivery, signal);
		if (failed !== null) return { through, receipts: [], failed };
	}
	return { through: batch.length, receipts: [] };
}

async function post(
	host: PluginHost,
	url: string,
	signing: string,
	delivery: Delivery,
	signal: AbortSignal,
): Promise<DeliveryError | null> {
	const { event, conversation } = delivery;
	const body = JSON.stringify({
		type: `conversation.${event.type}`,
		timestamp: event.createdAt,
		data: { event, conversation },
	});
	const now = host.clock.now();
	try {
		const answer = await host.fetch(url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				...signedHeaders(signing, delivery.id, now, body),
			},
			body,
			signal,
		});
		return judgeAnswer(answer, now);
	} catch (error) {
		const failed = judgeFailure(error);
		if (failed === null) throw error;
		return failed;
	}
}
