import * as z from 'zod';
import { checkFields } from '../../shared/site/check-fields.ts';
import type { Push } from '../push/index.ts';
import { hashOf } from '../routing/index.ts';
import { agentOf, get, post, secretOf } from './people/routes.ts';
import type { Route } from './route.ts';

const bytes = (count: number) =>
	z
		.base64url('must be base64url')
		.refine((text) => Buffer.from(text, 'base64url').length === count, `must be ${count} bytes`);
/** Of a browser's push service: where is asked only when something is sent. */
const endpoint = z.url({ protocol: /^https?$/, error: 'must be a web address' }).max(1000);
const subscription = z.strictObject({
	endpoint,
	keys: z.strictObject({ p256dh: bytes(65), auth: bytes(16) }),
});
const ofDevice = z.strictObject({ endpoint });

/** Pushes to the browser that asks. They end with its session. */
export function pushRoutes(push: Pick<Push, 'publicKey' | 'add' | 'forget' | 'test'>): Route[] {
	const own = '/api/v1/me/push';
	return [
		get(own, () => ({ json: { publicKey: push.publicKey() } })),
		post(own, async (call) => {
			const device = checkFields(subscription, call.body);
			await push.add({ agent: agentOf(call).id, session: hashOf(secretOf(call)) }, device);
			return { json: {} };
		}),
		post(`${own}/delete`, async (call) => {
			await push.forget(agentOf(call).id, checkFields(ofDevice, call.body).endpoint);
			return { json: {} };
		}),
		post(`${own}/test`, async (call) => {
			await push.test(agentOf(call), hashOf(secretOf(call)));
			return { json: {} };
		}),
	];
}
