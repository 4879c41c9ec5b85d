import type { CDPSession, Page } from 'playwright-core';
import { startPushEndpoint, type PushEndpoint } from '../../server/testing/push-endpoint.ts';
import { describeInBrowser } from '../find-browser.ts';
import { arrive } from './console-team.ts';
import { openHouse, setUpOwner, type House } from './house.ts';
import { desk, lookAt } from './look-at.ts';

/*
 * Notices of the console: in a tab that nobody looks at, and as pushes while no console is open. The push service is one of our own
 * on loopback, because a browser's own belongs to its vendor (D40); what comes there is opened and handed to the real service worker.
 */

jest.setTimeout(180_000);

/** Of the page: what it shows and sounds. */
type Written = { readonly shown: { title: string; body: string }[]; tones: number };
declare global {
	var written: Written;
}

/** Writes down what the page tells. */
function writeDown(): void {
	const written: Written = { shown: [], tones: 0 };
	const Real = window.Notification;
	window.Notification = new Proxy(Real, {
		construct(target, [title, options]: [string, NotificationOptions]) {
			written.shown.push({ title, body: options.body ?? '' });
			return new target(title, options);
		},
	});
	const start = OscillatorNode.prototype.start;
	OscillatorNode.prototype.start = function (when) {
		written.tones += 1;
		return start.call(this, when);
	};
	globalThis.written = written;
}

/** A push manager whose vendor is our own push service; its answers are those of a real one. */
function pushManagerOf(device: { endpoint: string; keys: { p256dh: string; auth: string } }): void {
	let subscription: object | null = null;
	PushManager.prototype.getSubscription = () => Promise.resolve(subscription as PushSubscription);
	PushManager.prototype.subscribe = (options) => {
		const key = options?.applicationServerKey as Uint8Array<ArrayBuffer>;
		subscription = {
			endpoint: device.endpoint,
			options: { applicationServerKey: key.buffer, userVisibleOnly: true },
			toJSON: () => device,
			unsubscribe: () => {
				subscription = null;
				return Promise.resolve(true);
			},
		};
		return Promise.resolve(subscription as PushSubscription);
	};
}

describeInBrowser('notices', () => {
	let house: House;
	let service: PushEndpoint;
	let mira: Page;
	let siteKey = '';
	const device = () => service.to('phone') as { kind: string; conversation: string }[];
	const visitors: { close(): void }[] = [];
	beforeAll(async () => {
		service = await startPushEndpoint();
		house = await openHouse({ WEBHOOK_ALLOW: '127.0.0.0/8' });
		mira = await house.newPage({ viewport: desk, reducedMotion: 'reduce' });
		await mira.addInitScript(writeDown);
		await mira.addInitScript(pushManagerOf, service.subscribe('phone'));
		await mira.context().grantPermissions(['notifications'], { origin: house.server.url });
		await setUpOwner(mira, house.server.ownerLink ?? '');
		const demo = await (await fetch(house.server.demoUrl)).text();
		siteKey = /widget\.js\?site=(\w+)/.exec(demo)?.[1] ?? '';
	});
	afterAll(async () => {
		for (const visitor of visitors) visitor.close();
		await house?.close();
		await service?.close();
		expect(service.wrong).toEqual([]);
	});

	async function ask(name: string, ...texts: string[]) {
		const it = await arrive(house, siteKey, name, texts);
		visitors.push(it.visitor);
		return it;
	}
	const told = () => mira.evaluate(() => globalThis.written);
	const tellsNow = (count: number) =>
		mira.waitForFunction((n) => globalThis.written.shown.length >= n, count);
	/** Another tab is before the eyes; Playwright's tabs otherwise all think that they are. */
	async function lookAway(): Promise<Page> {
		const cdp = await mira.context().newCDPSession(mira);
		await cdp.send('Emulation.setFocusEmulationEnabled', { enabled: false });
		const other = await house.newTab(mira);
		await other.bringToFront();
		await mira.waitForFunction(() => !document.hasFocus());
		return other;
	}
	const settings = () => mira.goto(`${house.server.url}/console#settings/you`);

	test('a first visit asks unobtrusively, and the browser is asked after a click only [M1]', async () => {
		const page = await house.newTab(mira);
		await page.addInitScript(() => {
			let permission = 'default';
			Object.defineProperty(Notification, 'permission', { get: () => permission });
			Notification.requestPermission = () => Promise.resolve((permission = 'granted') as never);
		});
		await page.goto(`${house.server.url}/console`);
		const bar = page.getByRole('region', { name: 'Be told of new messages' });
		await bar.getByText('Be told of new messages').waitFor();
		expect(await page.evaluate(() => Notification.permission)).toBe('default');
		expect(await lookAt(page, 'notices-ask')).toEqual([]);
		await bar.getByRole('button', { name: 'Allow notifications' }).click();
		await bar.waitFor({ state: 'detached' });
		expect(await page.evaluate(() => Notification.permission)).toBe('granted');
		await page.close();
	});

	test('in a tab in the background new conversations and messages are told and heard [M2] [M3] [M4] [C10] [L67] [L68] [L69] [L70]', async () => {
		await mira.mouse.click(500, 500);
		const other = await lookAway();
		const { conversation, visitor } = await ask('Hanna Sommer', 'Do the brakes fit my frame?');
		await tellsNow(1);
		expect((await told()).shown).toEqual([
			{
				title: 'New conversation',
				body: expect.stringContaining('Do the brakes fit my frame?') as string,
			},
		]);
		await other.close();
		await mira.bringToFront();
		await mira.goto(`${house.server.url}/console#c=${conversation}`);
		await mira.getByRole('button', { name: 'Claim conversation' }).click();
		await mira
			.getByRole('textbox', { name: 'Write to Hanna Sommer' })
			.or(mira.locator('.composer textarea'))
			.first()
			.waitFor();
		await mira.mouse.click(500, 300);
		// What is before the eyes is not told.
		const before = (await told()).shown.length;
		await visitor.command({ type: 'message.send', text: 'It is a 2019 one.' });
		await mira.getByRole('log').getByText('It is a 2019 one.').waitFor();
		await mira.waitForTimeout(1500);
		expect((await told()).shown).toHaveLength(before);
		const away = await lookAway();
		const tones = (await told()).tones;
		await visitor.command({ type: 'message.send', text: 'Are you there?' });
		await tellsNow(before + 1);
		expect((await told()).shown.at(-1)).toEqual({ title: 'Hanna Sommer', body: 'Are you there?' });
		expect((await told()).tones).toBe(tones + 2);
		// And what becomes of it (L69).
		await visitor.command({ type: 'conversation.end', conversation });
		await tellsNow(before + 2);
		expect((await told()).shown.at(-1)?.title).toBe('Hanna Sommer ended the conversation');
		await away.close();
	});

	test('each kind can be switched off, with sound, words and volume, and it holds at once [L71] [G47]', async () => {
		await settings();
		const section = mira.getByRole('region', { name: 'Notifications and sounds' });
		await section.getByText('This browser shows notifications.').waitFor();
		await section.scrollIntoViewIfNeeded();
		expect(await lookAt(mira, 'notices-settings')).toEqual([]);
		await section.getByLabel('Sound: New conversation in the queue').uncheck();
		await section.getByLabel('Show who wrote and what').uncheck();
		const tones = (await told()).tones;
		const count = (await told()).shown.length;
		const away = await lookAway();
		await ask('Tomás', 'My address is 12 High Street');
		await tellsNow(count + 1);
		const { shown, tones: now } = await told();
		expect(shown.at(-1)).toEqual({ title: 'New conversation', body: '' });
		expect(now).toBe(tones);
		await away.close();
		await section.getByRole('button', { name: 'Try it' }).click();
		await tellsNow(count + 2);
		await section.getByLabel('Show who wrote and what').check();
	});

	test('the console can be installed', async () => {
		const cdp = await mira.context().newCDPSession(mira);
		const { url, errors, data } = await cdp.send('Page.getAppManifest');
		expect([errors, url]).toEqual([[], expect.stringMatching(/console\.webmanifest/) as string]);
		const manifest = JSON.parse(data ?? '{}') as { icons: { src: string; type: string }[] };
		expect(manifest).toMatchObject({ start_url: '/console', display: 'standalone' });
		for (const { src, type } of manifest.icons) {
			const icon = await fetch(house.server.url + src);
			expect([icon.status, icon.headers.get('content-type')]).toEqual([200, type]);
		}
		const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
		// The test's own window is a private one.
		expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
	});

	test('away from the desk a push comes, is shown by the worker, and leads to the conversation [H9] [G46]', async () => {
		await settings();
		const section = mira.getByRole('region', { name: 'This device while the console is closed' });
		await section.getByLabel('Notify this device').click();
		await section.getByRole('button', { name: 'Send one to this device' }).click();
		await mira.getByText('Sent. It comes within some seconds.').waitFor();
		expect(device()).toMatchObject([{ kind: 'status' }]);
		expect(await lookAt(mira, 'notices-push')).toEqual([]);
		const cdp = await mira.context().newCDPSession(mira);
		const worker = await workerOf(cdp, house.server.url);
		// The console is closed; its agent is at lunch with the phone.
		await mira.goto('about:blank');
		const { conversation } = await ask('Priya', 'My parcel is lost');
		await waitFor(() => device().some((push) => push.conversation === conversation), 20_000);
		const push = service.heard.at(-1)?.text ?? '';
		expect(JSON.parse(push)).toMatchObject({ kind: 'waiting', text: 'My parcel is lost' });

		await mira.goto(`${house.server.url}/console`);
		await mira.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
		await cdp.send('ServiceWorker.deliverPushMessage', { ...worker, data: push });
		const shown = () =>
			mira.evaluate(async () => {
				const registration = await navigator.serviceWorker.ready;
				return (await registration.getNotifications()).map(({ title, body, tag }) => ({
					title,
					body,
					tag,
				}));
			});
		await mira.waitForFunction(async () => {
			const registration = await navigator.serviceWorker.ready;
			return (await registration.getNotifications()).length > 0;
		});
		expect(await shown()).toEqual([
			{
				title: 'New conversation',
				body: expect.stringContaining('My parcel is lost') as string,
				tag: `parley-${conversation}`,
			},
		]);
		const [process_] = mira.context().serviceWorkers();
		await process_?.evaluate(async () => {
			const scope = globalThis as unknown as {
				registration: ServiceWorkerRegistration;
				NotificationEvent: new (type: string, init: object) => Event;
			};
			const [notification] = await scope.registration.getNotifications();
			globalThis.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
		});
		await mira.waitForURL(`**/console#c=${encodeURIComponent(conversation)}`);
		await mira.getByRole('log').getByText('My parcel is lost').waitFor();
		expect(await shown()).toEqual([]);
	});

	test('turned off it is off', async () => {
		await settings();
		const section = mira.getByRole('region', { name: 'This device while the console is closed' });
		await section.getByLabel('Notify this device').click();
		await section
			.getByRole('button', { name: 'Send one to this device' })
			.waitFor({ state: 'detached' });
		const answer = await mira.request.post(`${house.server.url}/api/v1/me/push/test`, { data: {} });
		expect(answer.status()).toBe(404);
	});

	test('without a connection the worker says so, and keeps nothing of the console', async () => {
		await house.kill();
		await mira.reload();
		await mira.getByRole('heading', { name: 'No connection' }).waitFor();
		expect(await mira.evaluate(() => caches.keys())).toEqual([]);
		expect(await lookAt(mira, 'notices-offline')).toEqual([]);
		await house.restart();
		await mira.getByRole('link', { name: 'Try again' }).click();
		await mira.getByRole('heading', { name: 'Inbox', level: 1 }).waitFor();
	});

	test('nothing was refused or thrown on the way', () => {
		expect(house.complaints).toEqual([]);
	});
});

async function waitFor(isSo: () => boolean, ms: number): Promise<void> {
	for (const deadline = Date.now() + ms; !isSo();) {
		if (Date.now() > deadline) throw new Error('It did not come about.');
		await new Promise((done) => setTimeout(done, 50));
	}
}

/** How Chromium names the console's worker. */
function workerOf(
	cdp: CDPSession,
	origin: string,
): Promise<{ origin: string; registrationId: string }> {
	return new Promise((found, fail) => {
		cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
			const [one] = registrations.filter(({ isDeleted }) => !isDeleted);
			if (one !== undefined) found({ origin, registrationId: one.registrationId });
		});
		cdp.send('ServiceWorker.enable').catch(fail);
	});
}
