import { createHash } from 'node:crypto';
import { OutFailure, type GuardedFetch } from '../../shared/plugin/host.ts';
import type { PushView } from '../../shared/views/notice-view.ts';
import type { Subscription } from './documents.ts';
import { encryptPush } from './encrypt.ts';
import { signVapid, type Vapid } from './vapid.ts';

/** `gone`: the browser has ended the subscription. `later`: the service does not answer now. */
export type Sent =
	| { readonly kind: 'sent' | 'gone' }
	| { readonly kind: 'later' | 'refused'; readonly why: string };

/** Seconds. What is older than that is no news. */
const ttl = 600;
const timeoutMs = 10_000;

export interface SendDeps {
	readonly fetch: GuardedFetch;
	readonly now: () => number;
	/** `https:` or `mailto:`, for the people of the push service. */
	readonly subject: string;
}

/** Hands a push to the browser's push service. Never throws. */
export async function sendPush(
	{ fetch, now, subject }: SendDeps,
	vapid: Vapid,
	to: Subscription,
	push: PushView,
): Promise<Sent> {
	try {
		const { status } = await fetch(to.endpoint, {
			method: 'POST',
			timeoutMs,
			headers: {
				Authorization: signVapid(vapid, to.endpoint, subject, now()),
				'Content-Encoding': 'aes128gcm',
				'Content-Type': 'application/octet-stream',
				TTL: String(ttl),
				Urgency: push.kind === 'waiting' ? 'normal' : 'high',
				// What the service still holds of this conversation is replaced.
				...(push.conversation === null ? {} : { Topic: topicOf(push.conversation) }),
			},
			body: encryptPush(JSON.stringify(push), to),
		});
		if (status >= 200 && status < 300) return { kind: 'sent' };
		if (status === 404 || status === 410) return { kind: 'gone' };
		const why = `${new URL(to.endpoint).origin} answered ${status}.`;
		return { kind: status === 429 || status >= 500 ? 'later' : 'refused', why };
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		return { kind: error instanceof OutFailure ? 'later' : 'refused', why };
	}
}

/** At most 32 characters, and it tells the service nothing. */
const topicOf = (conversation: string): string =>
	createHash('sha256').update(conversation).digest('base64url').slice(0, 32);
