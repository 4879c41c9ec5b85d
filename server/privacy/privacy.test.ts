import type { AgentId, BlobId, ConversationId, SiteId, VisitorId } from '../../shared/ids.ts';
import { postAsVisitor, saveSummary } from '../conversations/index.ts';
import { openHouse, type House } from '../house.ts';
import { resolve, join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { randomIds } from '../system/ids.ts';
import { removeData, testConfig } from '../testing/test-server.ts';
import { erasableBlobs, filesCollection } from '../files/index.ts';
import type { Store } from '../ports/store.ts';
import { FakeClock } from '../timers/testing/fake-clock.ts';
import { visitorIdOf } from '../visitors/index.ts';
import { createPrivacy, erasuresCollection } from './index.ts';

jest.setTimeout(60_000);

const day = 86_400_000;
const mira = 'a_mira' as AgentId;
let house: House;
let dataDir: string;
let clock: FakeClock;
beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'parley-privacy-'));
	house = await openHouse(testConfig(dataDir), resolve('build'));
	clock = new FakeClock();
});
afterEach(async () => {
	await house.close();
	await removeData(dataDir);
});

/** With the time of the test. `failAt`: how many blobs may be removed before the power fails. */
function privacyOn(store: Store = house.store, failAt = Infinity) {
	const { timelines, newest } = house.conversations;
	const whole = erasableBlobs(store, house.blobs);
	let removed = 0;
	const blobs = {
		remove: (id: BlobId) => {
			removed += 1;
			if (removed > failAt) throw new Error('the power failed');
			return whole.remove(id);
		},
	};
	const failures: unknown[] = [];
	const privacy = createPrivacy({
		store,
		erase: { store, blobs, clock, timelines },
		newest,
		sites: house.sites,
		notes: house.desk.visitorNotes,
		bans: house.desk.bans,
		failed: (error) => failures.push(error),
	});
	return { ...privacy, failures };
}

async function visitor(name: string) {
	const site = await house.sites.first();
	const id = visitorIdOf(site.id, randomIds.secret());
	await house.visitors.learn(
		id,
		site.id,
		{ name: `${name} SECRET`, email: `${name.toLowerCase()}-secret@example.com` },
		'visitor',
	);
	return { id, site: site.id };
}

/** A conversation of one message with a file; ended, unless it goes on. */
async function talk(who: { id: VisitorId; site: SiteId }, isEnded = true) {
	const { timelines } = house.conversations;
	async function* bytes() {
		yield await Promise.resolve(Buffer.from('SECRET bytes'));
	}
	const { id: blob, size } = await house.blobs.put(bytes(), 100);
	const by = { kind: 'visitor', id: who.id, site: who.site } as const;
	const file = { blob, name: 'SECRET.txt', type: 'text/plain', size };
	const place = { ...house.conversations, clock };
	const post = { text: 'SECRET words', files: [file], clientId: randomIds.client() };
	const sent = await postAsVisitor(place, by, post, { source: 'launcher' });
	if (sent.kind !== 'done') throw new Error('not sent');
	const id = sent.event.timeline as ConversationId;
	if (isEnded) {
		const ended = await timelines.submit(id, {
			kind: 'end',
			by,
			at: clock.now(),
			reason: 'SECRET reason',
			clientId: randomIds.client(),
		});
		expect(ended.kind).toBe('done');
	}
	await saveSummary(house.store, await timelines.state(id));
	return { id, blob };
}

/** A file that no message came to name. */
async function upload(who: { id: VisitorId; site: SiteId }) {
	async function* bytes() {
		yield await Promise.resolve(Buffer.from('SECRET bytes'));
	}
	const { id: blob, size } = await house.blobs.put(bytes(), 100);
	await house.store.insert(filesCollection, {
		id: randomIds.client(),
		owner: `visitor:${who.id}`,
		site: who.site,
		name: 'SECRET.txt',
		claimed: 'text/plain',
		size,
		state: 'ready',
		blob,
		type: 'text/plain',
		width: null,
		height: null,
		isInline: false,
		createdAt: clock.now(),
		attachedAt: clock.now(),
		sweepAt: null,
	});
	return { blob };
}

async function stored(): Promise<string> {
	const rows: unknown[] = [];
	for await (const row of house.store.dump()) rows.push(row);
	return JSON.stringify(rows);
}
const textOf = async (id: ConversationId): Promise<string> =>
	JSON.stringify((await house.store.page(id, { after: 0, limit: 50 })).events);

describe('forgetting a visitor', () => {
	it('leaves nothing of what was said, sent, known and noted, also under another id of the person', async () => {
		const vera = await visitor('Vera');
		const device = await visitor('Device');
		await house.visitors.learn(device.id, device.site, { mergedInto: vera.id }, 'site');
		const [one, two] = [await talk(vera), await talk(device, false)];
		const { visitorNotes, bans } = house.desk;
		await visitorNotes.add(vera.id, vera.site, mira, 'a SECRET note');
		await bans.add({
			site: vera.site,
			visitor: vera.id,
			name: 'Vera SECRET',
			address: null,
			reason: 'SECRET',
			by: mira,
			until: null,
		});
		const token = await house.tokens.issue(vera.site, vera.id);
		const unsent = await upload(vera);
		const ben = await visitor('Ben');
		const other = await talk(ben);
		await privacyOn().erase(device.id, device.site, mira);
		const left = (await stored()).split('SECRET').length - 1;
		for (const { id } of [one, two]) expect(await textOf(id)).not.toContain('SECRET');
		for (const { blob } of [one, two, unsent]) expect(await house.blobs.info(blob)).toBeNull();
		expect(await house.visitors.get(vera.id)).not.toHaveProperty('name');
		expect(await house.visitors.get(device.id)).not.toHaveProperty('email');
		expect(await house.tokens.visitorOf(vera.site, token)).toBeNull();
		expect(house.desk.bans.all()).toMatchObject([{ name: null, reason: '' }]);
		// All that is left is Ben's.
		expect(await textOf(other.id)).toContain('SECRET');
		await privacyOn().erase(ben.id, ben.site, mira);
		expect(left).toBeGreaterThan(0);
		expect((await stored()).match(/.{60}SECRET.{20}/g)).toBeNull();
	});

	it('goes on after a crash, and twice is as once', async () => {
		const vera = await visitor('Vera');
		await talk(vera);
		await talk(vera);
		await expect(privacyOn(house.store, 1).erase(vera.id, vera.site, mira)).rejects.toThrow(
			'power',
		);
		expect(await stored()).toContain('SECRET');
		const again = privacyOn();
		again.start();
		while ((await house.store.get(erasuresCollection, vera.id))?.doneAt === 0) await clock.settle();
		await again.stop();
		expect(again.failures).toEqual([]);
		expect(await stored()).not.toContain('SECRET');
		await again.erase(vera.id, vera.site, mira);
		expect(await house.store.get(erasuresCollection, vera.id)).toMatchObject({ by: mira });
	});
});

describe('what is older than the site keeps it', () => {
	async function keep(keepMonths: number | null): Promise<void> {
		const site = await house.sites.first();
		await house.sites.change(site.id, site.rev, { settings: { privacy: { keepMonths } } });
	}
	/** One day's round. */
	async function round(): Promise<void> {
		const privacy = privacyOn();
		privacy.start();
		for (let n = 0; n < 20; n += 1) await clock.settle();
		await privacy.stop();
		expect(privacy.failures).toEqual([]);
	}

	it('is erased when its time is over, and not a day before; what runs and what is younger stays', async () => {
		await keep(1);
		const [vera, ben, sue] = [await visitor('Vera'), await visitor('Ben'), await visitor('Sue')];
		const old = await talk(vera);
		const running = await talk(ben, false);
		await clock.advance(10 * day);
		const young = await talk(sue);
		await clock.advance(20 * day);
		await round();
		expect(await textOf(old.id)).toContain('SECRET');
		await clock.advance(2 * day);
		await round();
		expect(await textOf(old.id)).not.toContain('SECRET');
		expect(await house.blobs.info(old.blob)).toBeNull();
		expect(await house.visitors.get(vera.id)).not.toHaveProperty('name');
		for (const { id } of [running, young]) expect(await textOf(id)).toContain('SECRET');
		expect(await house.visitors.get(ben.id)).toMatchObject({ name: 'Ben SECRET' });
	});

	it('leaves what is known of somebody who came back since', async () => {
		await keep(1);
		const vera = await visitor('Vera');
		const old = await talk(vera);
		await clock.advance(40 * day);
		const young = await talk(vera);
		await round();
		expect(await textOf(old.id)).not.toContain('SECRET');
		expect(await textOf(young.id)).toContain('SECRET');
		expect(await house.visitors.get(vera.id)).toMatchObject({ name: 'Vera SECRET' });
	});

	it('comes to all of many, and goes on where it was', async () => {
		await keep(2);
		const olds = [];
		for (let n = 0; n < 45; n += 1) olds.push(await talk(await visitor(`V${n}`)));
		await clock.advance(70 * day);
		await round();
		expect(await stored()).not.toContain('SECRET');
		const late = await talk(await visitor('Late'));
		await clock.advance(70 * day);
		await round();
		expect(await textOf(late.id)).not.toContain('SECRET');
	});

	it('is erased also when it ended long after its last word', async () => {
		await keep(1);
		const late = await talk(await visitor('Vera'), false);
		await clock.advance(10 * day);
		await talk(await visitor('Ben'));
		await clock.advance(60 * day);
		await round();
		expect(await textOf(late.id)).toContain('SECRET');
		const { timelines } = house.conversations;
		const by = { kind: 'system', id: 'routing' } as const;
		const end = { by, at: clock.now(), kind: 'end', reason: '' } as const;
		await timelines.submit(late.id, { ...end, clientId: randomIds.client() });
		await saveSummary(house.store, await timelines.state(late.id));
		await round();
		expect(await stored()).not.toContain('SECRET');
	});

	it('stays for ever where the site says nothing', async () => {
		const old = await talk(await visitor('Vera'));
		await clock.advance(5000 * day);
		await round();
		expect(await textOf(old.id)).toContain('SECRET');
	});
});
