import { describeInBrowser } from '../find-browser.ts';
import { shopHtml, strictPolicy } from './host-page.ts';
import {
	close,
	dialog,
	heard,
	inPanel,
	launcher,
	openLoaderShop,
	tell,
	untilPanel,
	type LoaderShop,
} from './loader-shop.ts';

/* The loader in the page of a shop on another site: what it costs and what it does. */

jest.setTimeout(60_000);

describeInBrowser('the loader', () => {
	let shop: LoaderShop;
	beforeAll(async () => {
		shop = await openLoaderShop();
	});
	afterAll(() => shop?.close());
	beforeEach(() => shop.renew());

	test('[H13] under the strictest policy: one request, nothing kept, nothing moved, no complaint', async () => {
		shop.headers = { 'Content-Security-Policy': strictPolicy(shop.server.url) };
		const page = await shop.openPage();
		await launcher(page).waitFor();
		await page.waitForTimeout(500);
		expect(shop.server.asked).toEqual(['/widget.js']);
		const found = await page.evaluate(async () => {
			const shifts = await new Promise<number>((done) => {
				new PerformanceObserver((list) => done(list.getEntries().length)).observe({
					type: 'layout-shift',
					buffered: true,
				});
				setTimeout(() => done(0), 300);
			});
			return {
				shifts,
				kept: [localStorage.length, sessionStorage.length],
				cookie: document.cookie,
			};
		});
		expect(found).toEqual({ shifts: 0, kept: [0, 0], cookie: '' });
		const box = await launcher(page).boundingBox();
		const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
		expect(box).toEqual({ x: width - 76, y: height - 76, width: 56, height: 56 });
		await launcher(page).click();
		await inPanel(page).waitFor();
		expect(shop.complaints).toEqual([]);
		await close(page);
	});

	test('interest loads the panel, a click opens it, Escape gives the focus back', async () => {
		const page = await shop.openPage();
		await launcher(page).hover();
		await untilPanel(page);
		expect(await dialog(page).isVisible()).toBe(false);
		await launcher(page).click();
		await inPanel(page).waitFor();
		await page.waitForFunction(() => document.activeElement?.localName === 'parley-chat');
		expect(await launcher(page).isVisible()).toBe(false);
		const opened = (await heard(page)).find(({ type }) => type === 'parley:open');
		expect(opened?.['page']).toEqual([`${shop.url}/`, 'Tandem & Sons', '']);
		expect(await page.locator('parley-chat iframe').getAttribute('title')).toBe('Panel');
		await tell(page, { type: 'parley:close' });
		await dialog(page).waitFor({ state: 'hidden' });
		await page.waitForFunction(() =>
			document.querySelector('parley-chat')?.shadowRoot?.activeElement?.matches('a.g'),
		);
		expect((await heard(page)).map(({ type }) => type)).toContain('parley:close');
		expect(shop.server.asked).toEqual(['/widget.js', '/chat/k1']);
		await close(page);
	});

	test('on a phone the panel covers the page and the page is out of reach', async () => {
		const page = await shop.openPage({ viewport: { width: 390, height: 844 }, hasTouch: true });
		await launcher(page).tap();
		await inPanel(page).waitFor();
		await page.waitForTimeout(300);
		expect(await dialog(page).evaluate((one) => one.matches(':modal'))).toBe(true);
		expect(await dialog(page).boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
		await close(page);
	});

	test('the count of new messages is on the launcher and in its name', async () => {
		const page = await shop.openPage();
		await launcher(page).hover();
		await untilPanel(page);
		await tell(page, {
			type: 'parley:unread',
			count: 12,
			badge: '9+',
			name: 'Chat with us, new messages: 12',
		});
		await page.getByRole('link', { name: 'Chat with us, new messages: 12' }).waitFor();
		expect(await page.locator('parley-chat b').textContent()).toBe('9+');
		await tell(page, { type: 'parley:unread', count: 0, badge: '', name: 'Chat with us' });
		await page.getByRole('link', { name: 'Chat with us', exact: true }).waitFor();
		expect(await page.locator('parley-chat b').isVisible()).toBe(false);
		await close(page);
	});

	test('a script that is there twice paints one launcher, two sites paint two', async () => {
		shop.html = shopHtml(shop.script() + shop.script() + shop.script('k2') + shop.script());
		const page = await shop.openPage();
		await page.locator('parley-chat').nth(1).waitFor({ state: 'attached' });
		await page.waitForTimeout(300);
		expect(
			await launcher(page).evaluateAll((all) =>
				all.map((one) => (one as HTMLAnchorElement).pathname).sort(),
			),
		).toEqual(['/chat/k1', '/chat/k2']);
		expect(shop.complaints).toEqual([]);
		await close(page);
	});

	test('[G13] a page without load: the launcher follows the rules of the new address, the panel hears of it', async () => {
		shop.server.settings = { look: { hideOn: ['/checkout*'] } };
		const page = await shop.openPage();
		await launcher(page).hover();
		await untilPanel(page);
		await page.evaluate(() => {
			history.pushState(null, '', '/checkout/2');
			document.title = 'Checkout';
		});
		await launcher(page).waitFor({ state: 'hidden' });
		const said = (await heard(page)).filter(({ type }) => type === 'parley:page');
		expect(said.map((one) => one['page'])).toEqual([
			[`${shop.url}/`, 'Tandem & Sons', ''],
			[`${shop.url}/checkout/2`, 'Checkout', ''],
		]);
		await page.goBack();
		await launcher(page).waitFor();
		// A framework that puts a new body in place takes the launcher with it.
		await page.evaluate(() => {
			document.body.replaceWith(document.createElement('body'));
			history.pushState(null, '', '/parts');
		});
		await launcher(page).waitFor();
		await close(page);
	});

	test('[G13] without the Navigation API a click is enough to notice', async () => {
		shop.server.settings = { look: { hideOn: ['/checkout*'] } };
		shop.html = shopHtml(
			`<script>Object.defineProperty(window, 'navigation', { value: undefined });
			addEventListener('DOMContentLoaded', () => {
				document.querySelector('button').onclick = () => history.pushState(null, '', '/checkout');
			});</script>${shop.script()}`,
			{ body: '<button>Checkout</button>' },
		);
		const page = await shop.openPage();
		await launcher(page).waitFor();
		await page.getByRole('button', { name: 'Checkout' }).click();
		await launcher(page).waitFor({ state: 'hidden' });
		await page.goBack();
		await launcher(page).waitFor();
		await close(page);
	});

	test('commands wait in the stub and for the panel; telling who it is loads nothing', async () => {
		shop.html = shopHtml(
			`<script>window.parley = window.parley || function () { (parley.q = parley.q || []).push(arguments); };
			said = [];
			for (const name of ['open', 'close', 'unread', 'rated']) parley('on', name, (value) => said.push([name, value ?? null]));
			parley('on', 'rated', () => { throw new Error('of the page'); });
			parley('identify', 'proof');
			parley('setAttributes', { plan: 'gold', odd() {} });
			parley('nonsense', 1);</script>${shop.script()}`,
		);
		const page = await shop.openPage();
		await launcher(page).waitFor();
		await page.waitForTimeout(300);
		expect(shop.server.asked).toEqual(['/widget.js']);
		await page.evaluate(() => (window as unknown as { parley(name: string): void }).parley('open'));
		await inPanel(page).waitFor();
		await page.waitForTimeout(200);
		const asked = (await heard(page)).filter(({ type }) => /identify|Attributes/.test(type));
		expect(asked.map(({ type, args }) => [type, args])).toEqual([
			['parley:identify', '["proof"]'],
			['parley:setAttributes', '[{"plan":"gold"}]'],
		]);
		await tell(page, { type: 'parley:event', name: 'rated' });
		await tell(page, { type: 'parley:unread', count: 2, badge: '2', name: 'Two' });
		await page.evaluate(() =>
			(window as unknown as { parley(name: string): void }).parley('close'),
		);
		await page.waitForTimeout(200);
		expect(await page.evaluate('said')).toEqual([
			['open', null],
			['rated', null],
			['unread', 2],
			['close', null],
		]);
		expect(shop.complaints).toEqual(['of the page']);
		await close(page);
	});

	test('the plain link leads to the chat before the script is there, and opens the panel after', async () => {
		shop.html = shopHtml('', { link: shop.link() });
		const without = await shop.openPage();
		await without.getByRole('link', { name: 'Write to us' }).click();
		await without.waitForURL(`${shop.server.url}/chat/k1`);
		await close(without);
		shop.html = shopHtml(shop.script(), { link: shop.link() });
		const page = await shop.openPage();
		await launcher(page).waitFor();
		await page.getByRole('link', { name: 'Write to us' }).click();
		await inPanel(page).waitFor();
		expect(page.url()).toBe(`${shop.url}/`);
		await close(page);
	});

	test('an optimiser that holds scripts back until the first touch and replays the click ends in an open panel', async () => {
		// As such tools do it: the type is changed, the first act is swallowed, scripts are put back in order, then the click comes again.
		shop.html = shopHtml(
			shop.script().replace('<script', '<script type="optimiser/late"') +
				`<script>addEventListener('pointerdown', () => {
					const held = (event) => {
						event.preventDefault();
						event.stopImmediatePropagation();
						clicked = event.target;
					};
					let clicked;
					addEventListener('click', held, true);
					const late = document.querySelector('script[type="optimiser/late"]');
					const script = document.createElement('script');
					script.onload = () => {
						removeEventListener('click', held, true);
						clicked.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }));
					};
					setTimeout(() => { script.src = late.src; late.replaceWith(script); }, 200);
				}, { once: true, capture: true });</script>`,
			{ link: shop.link() },
		);
		const page = await shop.openPage();
		await page.getByRole('link', { name: 'Write to us' }).click();
		await inPanel(page).waitFor();
		expect(page.url()).toBe(`${shop.url}/`);
		await close(page);
	});

	test('in a frame of the shop, and again after coming back to the page', async () => {
		shop.html = shopHtml(shop.script());
		const page = await shop.openPage({}, '/plain');
		await page.evaluate((address) => {
			const frame = document.createElement('iframe');
			frame.src = address;
			frame.id = 'inner';
			frame.width = '600';
			frame.height = '600';
			document.body.append(frame);
		}, `${shop.url}/inner`);
		const inner = page.frameLocator('#inner');
		await inner.locator('parley-chat a.g').click();
		await inner
			.frameLocator('parley-chat iframe')
			.getByRole('button', { name: 'In the panel' })
			.waitFor();
		await page.goto(`${shop.url}/first`);
		await launcher(page).click();
		await inPanel(page).waitFor();
		await page.goto(`${shop.url}/second`);
		await page.goBack();
		await launcher(page).waitFor({ state: 'attached' });
		if (!(await dialog(page).isVisible())) await launcher(page).click();
		await inPanel(page).waitFor();
		await close(page);
	});

	test('a site that watches loads the hidden panel by itself and tells it the page', async () => {
		shop.server.settings = { mode: 'watch' };
		const page = await shop.openPage();
		await untilPanel(page);
		await page.waitForTimeout(500);
		expect((await heard(page)).map(({ type }) => type)).toEqual(['parley:greet', 'parley:page']);
		expect(await dialog(page).isVisible()).toBe(false);
		await close(page);
	});
});
