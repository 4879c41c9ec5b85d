import type { BlobId, ConversationId, SinkId, SiteId, VisitorId } from '../../../shared/ids.ts';
import type { NewEvent, Store } from '../../ports/store.ts';
import { append, decidedAt, message, note } from '../../stores/contract/samples.ts';

export const site = 's_shop' as SiteId;
export const sink = 'slack:T1' as SinkId;

let visitors = 0;

/** A conversation as the domain writes it: opened, talked in, with a note, an edit and a redaction. */
export async function talk(
	store: Store,
	options: { readonly blob?: BlobId; readonly sinks?: readonly SinkId[] } = {},
): Promise<ConversationId> {
	const visitor = `v_${(visitors += 1)}` as VisitorId;
	const id = `${visitor}.1` as ConversationId;
	const { blob, sinks = [] } = options;
	const files = blob === undefined ? [] : [{ blob, name: 'cat.png', type: 'image/png', size: 9 }];
	await append(
		store,
		id,
		said(1, `apricot ${id}`, {
			sinks,
			body: {
				text: `apricot ${visitor}`,
				open: { site, visitor, source: 'launcher' },
				status: 'waiting',
				...(files.length > 0 ? { files } : {}),
			},
		}),
		said(2, 'blueberry', { sinks, author: { kind: 'agent', id: 'a_mira' } }),
		note({ sinks, body: { text: 'cherry among us' } }),
		message(3, { type: 'edit', target: 2, body: { text: 'damson', targetVseq: 2 } }),
		said(4, 'elderberry'),
		message(5, { type: 'redaction', target: 5, sinks, body: { targetVseq: 4 } }),
	);
	return id;
}

export const said = (vseq: number, text: string, parts: Partial<NewEvent> = {}): NewEvent =>
	message(vseq, { at: decidedAt + vseq, body: { text }, ...parts });
