import type { AgentId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { conversationId } from '../conversations/index.ts';
import { DuplicateKey } from '../ports/errors.ts';
import { createLoop } from '../ports/loop.ts';
import type { Sites } from '../sites/index.ts';
import { visitorsCollection, type Visitor } from '../visitors/index.ts';
import { erasuresCollection } from './documents.ts';
import { eraseOld } from './erase-old.ts';
import { forgetPerson, idsOf, type ForgetDeps } from './forget-person.ts';

export interface PrivacyDeps extends ForgetDeps {
	readonly sites: Pick<Sites, 'all'>;
	readonly failed: (error: unknown) => void;
}
export type Privacy = ReturnType<typeof createPrivacy>;

const dayMs = 86_400_000;
const mostFound = 30;

/** What visitors may ask for, and what a site promises them: to be forgotten, at once or after a time. */
export function createPrivacy(deps: PrivacyDeps) {
	const { store, erase, sites } = deps;
	const { clock } = erase;

	/** Erases, and notes that it was done. */
	async function carryOut(visitor: VisitorId): Promise<void> {
		await forgetPerson(deps, visitor);
		await store.update(erasuresCollection, visitor, { set: { doneAt: clock.now() } });
	}

	/** What a crash has interrupted. */
	async function goOn(): Promise<void> {
		const undone = { index: 'byDone', eq: { doneAt: 0 }, limit: 50 } as const;
		for (;;) {
			const { items } = await store.find(erasuresCollection, undone);
			for (const { id } of items) await carryOut(id);
			if (items.length < undone.limit) return;
		}
	}

	async function note(visitor: VisitorId, site: SiteId, by: AgentId | null): Promise<void> {
		const asked = { site, by, askedAt: clock.now(), doneAt: 0 };
		try {
			await store.insert(erasuresCollection, { id: visitor, ...asked });
		} catch (error) {
			if (!(error instanceof DuplicateKey)) throw error;
			await store.update(erasuresCollection, visitor, { set: asked });
		}
	}

	const loop = createLoop(clock, {
		async round() {
			await goOn();
			for (const site of sites.all()) await eraseOld(deps, site);
			return null;
		},
		failed: deps.failed,
		pollMs: dayMs,
	});

	return {
		/** Begins to erase what is older than the sites keep it, now and then each day. */
		start: loop.start,
		stop: loop.stop,
		/** Forgets a person under all ids. Once this was asked for it is carried out, also after a crash. */
		async erase(visitor: VisitorId, site: SiteId, by: AgentId): Promise<void> {
			await note(visitor, site, by);
			await carryOut(visitor);
		},
		/** Of one id, oldest first. */
		async conversationsOf(visitor: VisitorId): Promise<readonly ConversationId[]> {
			const count = await deps.newest.get(visitor);
			return Array.from({ length: count }, (_, n) => conversationId(visitor, n + 1));
		},
		/** Every id under which the person was here. */
		idsOf: (visitor: VisitorId) => idsOf(store, visitor),
		/** Visitors of these sites by the whole e-mail address, or by how the name begins. */
		async find(text: string, mayBeOn: (site: SiteId) => boolean): Promise<readonly Visitor[]> {
			const wanted = text.trim();
			if (wanted === '') return [];
			const found = new Map<string, Visitor>();
			const capital = wanted.replaceAll(/(?:^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
			const queries = [...new Set([wanted, wanted.toLowerCase()])].map((email) => ({
				index: 'byEmail',
				eq: { email },
				limit: mostFound,
			}));
			const names = [...new Set([wanted, capital])].map((from) => ({
				index: 'byName',
				range: { gte: from, lt: `${from}\u{10ffff}` },
				limit: mostFound,
			}));
			for (const query of [...queries, ...names]) {
				for (const visitor of (await store.find(visitorsCollection, query)).items)
					if (mayBeOn(visitor.site) && (visitor.mergedInto ?? null) === null)
						found.set(visitor.id, visitor);
			}
			return [...found.values()].slice(0, mostFound);
		},
	};
}
