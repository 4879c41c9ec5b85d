import type { SiteId } from '../../shared/ids.ts';
import { createSightings } from './sightings.ts';

const shop = 's_shop' as SiteId;
const noon = Date.UTC(2026, 4, 6, 12);

it('tells the website and the minute, and nothing of the page or the visitor', () => {
	const sightings = createSightings({ now: () => noon + 31_234 });
	sightings.saw(shop, 'https://shop.example.com/orders/4711?email=vera@example.com');
	expect(sightings.of(shop)).toEqual([{ origin: 'https://shop.example.com', at: noon }]);
});

it('has the newest first, each website once', () => {
	let now = noon;
	const sightings = createSightings({ now: () => now });
	for (const origin of ['https://a.example', 'https://b.example', 'https://a.example']) {
		sightings.saw(shop, `${origin}/`);
		now += 60_000;
	}
	expect(sightings.of(shop)).toEqual([
		{ origin: 'https://a.example', at: noon + 120_000 },
		{ origin: 'https://b.example', at: noon + 60_000 },
	]);
});

it.each([null, '', 'android-app://org.example', 'about:blank', 'x'])(
	'sees nothing in %j',
	(referrer) => {
		const sightings = createSightings({ now: () => noon });
		sightings.saw(shop, referrer);
		expect(sightings.of(shop)).toEqual([]);
	},
);

it('keeps the newest 60 of those who say that they are many', () => {
	const sightings = createSightings({ now: () => noon });
	for (let n = 0; n < 100; n += 1) sightings.saw(shop, `https://w${n}.example/`);
	expect(sightings.of(shop)).toHaveLength(60);
	expect(sightings.of(shop)[0]?.origin).toBe('https://w99.example');
});

it('says once when a site is seen for the first time', () => {
	const sightings = createSightings({ now: () => noon });
	const heard: SiteId[] = [];
	sightings.onFirst((site) => heard.push(site));
	sightings.saw(shop, 'https://a.example/');
	sightings.saw(shop, 'https://b.example/');
	expect(heard).toEqual([shop]);
});
