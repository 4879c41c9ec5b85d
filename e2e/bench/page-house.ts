import { defaultSiteSettings, siteSettings } from '../../shared/site/site-settings.ts';
import type { SiteId } from '../../shared/ids.ts';
import { collections } from '../../server/house.ts';
import { openStore } from '../../server/open-store.ts';
import { sitesCollection } from '../../server/sites/index.ts';
import { serveHost, shopHtml } from '../browser/host-page.ts';
import { newFolder, type Arm } from './arm.ts';
import { openParley } from './arms.ts';
import { buildDir } from './setting.ts';

export const pageKinds = ['blank', 'chat', 'greeting'] as const;
export type PageKind = (typeof pageKinds)[number];

const greeting = {
	id: 'hello',
	text: 'Not sure which part fits? Tell me and I will look.',
	afterSeconds: 1,
};
const settingsOf = {
	chat: defaultSiteSettings,
	greeting: siteSettings.parse({ greetings: [greeting] }),
};

export interface PageHouse {
	readonly arm: Arm;
	/** Where the chat comes from. */
	readonly origin: string;
	url(kind: PageKind): string;
	stop(): Promise<void>;
}

/**
 * A shop's page three times: without the chat, with it, and with a greeting. Shop and chat are one site to the browser, as
 * `shop.example` and `chat.shop.example`, so that they share a process: the panel's work then counts as the page's, which is the
 * worst case, and is slowed with it.
 */
export async function openPageHouse(): Promise<PageHouse> {
	const dataDir = newFolder('page');
	const { store } = await openStore(
		{ kind: 'sqlite', dataDir },
		{ collections, buildDir, node: `bench:${dataDir}` },
	);
	for (const [key, settings] of Object.entries(settingsOf)) {
		const id = `s_${key}` as SiteId;
		const site = { id, key, name: 'Tandem & Sons', origins: [], createdAt: Date.now(), settings };
		await store.insert(sitesCollection, site);
	}
	await store.close();
	const arm = await openParley(dataDir, 'page');
	const origin = `http://127.0.0.1:${arm.port}`;
	const body = '<p>Bottom brackets and cranks, and how to fit them.</p>'.repeat(60);
	const hosts = await Promise.all(
		pageKinds.map(async (kind) => {
			const script =
				kind === 'blank' ? '' : `<script async src="${origin}/widget.js?site=${kind}"></script>`;
			const link = kind === 'blank' ? '' : `<a href="${origin}/chat/${kind}">Write to us</a>`;
			const host = await serveHost(() => ({ html: shopHtml(script, { body, link }) }));
			return [kind, host] as const;
		}),
	);
	const byKind = new Map(hosts);
	return {
		arm,
		origin,
		url(kind) {
			const host = byKind.get(kind);
			if (host === undefined) throw new Error(`There is no page ${kind}.`);
			return `http://127.0.0.1:${host.port}/`;
		},
		async stop() {
			for (const [, host] of hosts) await host.close();
			await arm.stop();
		},
	};
}
