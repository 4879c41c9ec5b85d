import { createTabs, type TabParts } from './tabs.ts';

function browser() {
	const kept = new Map<string, string>();
	let time = 1_000_000;
	let turn: Promise<unknown> = Promise.resolve();
	const parts: TabParts = {
		storage: {
			getItem: (key) => kept.get(key) ?? null,
			setItem: (key, to) => void kept.set(key, to),
		},
		locks: {
			request: ((_name: string, work: () => unknown) => (turn = turn.then(work))) as never,
		},
		now: () => time,
	};
	return { parts, pass: (ms: number) => void (time += ms), kept };
}

it('of several tabs one tells a thing, whichever comes first', async () => {
	for (const hasLocks of [true, false]) {
		const { parts } = browser();
		const own = { ...parts, locks: hasLocks ? parts.locks : null };
		const tabs = [createTabs('me', own), createTabs('me', own), createTabs('me', own)];
		const got = await Promise.all(tabs.map((tab) => tab.claim(['a', 'b'])));
		expect(got.flat().toSorted()).toEqual(['a', 'b']);
		expect(await createTabs('other', own).claim(['a'])).toEqual(['a']);
	}
});

it('the same may be told again later, and the list of what was told stays short', async () => {
	const { parts, pass, kept } = browser();
	const tab = createTabs('me', parts);
	expect(await tab.claim(['a'])).toEqual(['a']);
	expect(await tab.claim(['a'])).toEqual([]);
	pass(120_000);
	expect(await tab.claim(['a'])).toEqual(['a']);
	for (let n = 0; n < 30; n += 1)
		await tab.claim(Array.from({ length: 20 }, (_, k) => `${n}:${k}`));
	expect([...kept.values()].join().length).toBeLessThan(10_000);
});

it('without storage a tab tells for itself', async () => {
	const { parts } = browser();
	const refusing = {
		getItem: () => {
			throw new Error('switched off');
		},
		setItem: () => {
			throw new Error('switched off');
		},
	};
	for (const storage of [null, refusing]) {
		const tab = createTabs('me', { ...parts, storage });
		expect(await tab.claim(['a'])).toEqual(['a']);
	}
});

it('all tabs know what is before the eyes in one of them', () => {
	const { parts, pass } = browser();
	const [one, two] = [createTabs('me', parts), createTabs('me', parts)];
	one.look({ conversation: 'c1' });
	expect(two.eyes()).toEqual({ isLooking: true, conversation: 'c1' });
	// The other tab has nothing to take back.
	two.look(null);
	expect(two.eyes().isLooking).toBe(true);
	two.look({ conversation: null });
	expect(one.eyes()).toEqual({ isLooking: true, conversation: null });
	two.look(null);
	expect(one.eyes()).toEqual({ isLooking: false, conversation: null });
	// A tab that died.
	one.look({ conversation: 'c1' });
	pass(60_000);
	expect(two.eyes().isLooking).toBe(false);
});
