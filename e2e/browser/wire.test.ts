import { describeInBrowser } from '../find-browser.ts';
import { openHouse, panelOf, type House } from './house.ts';
import { watchMoments, watchWire, type Asked } from './wire.ts';

/* What a visitor's browser fetches from us, in the bytes that go over the wire: the built files' sizes are in weight.test.ts. */

jest.setTimeout(60_000);

const bytesOf = (list: readonly Asked[]): number => list.reduce((sum, { bytes }) => sum + bytes, 0);
const pathsOf = (list: readonly Asked[]): string[] =>
	list.map(({ url }) => url.split('?')[0] ?? '');

describeInBrowser('over the wire', () => {
	let house: House;
	beforeAll(async () => {
		house = await openHouse();
	});
	afterAll(() => house?.close());

	test('one request of 2 kB before the visitor acts, three more and 15 kB until there is a field to write in', async () => {
		const page = await house.newPage();
		const asked = watchWire(page, house.server.url);
		const moments = await watchMoments(page);
		await page.goto(house.server.demoUrl, { waitUntil: 'networkidle' });
		const before = await asked();
		expect(pathsOf(before)).toEqual(['/widget.js']);
		expect(bytesOf(before)).toBeLessThanOrEqual(2048);

		const launcher = page.locator('parley-chat').getByRole('link', { name: 'Chat with us' });
		await launcher.click();
		await panelOf(page).getByRole('textbox', { name: 'Write a message' }).waitFor();
		await page.waitForLoadState('networkidle');
		const { composer } = await moments();
		const further = (await asked()).slice(before.length);
		const needed = further.filter(({ at }) => at < (composer ?? 0));
		// Something must have come, or nothing was measured.
		expect(pathsOf(needed)).toContain('/assets/widget/panel.js');
		expect(needed.length).toBeLessThanOrEqual(3);
		expect(bytesOf(needed)).toBeLessThanOrEqual(15 * 1024);
		await page.context().close();
	});
});
