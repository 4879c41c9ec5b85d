import type { Locator, Page } from 'playwright-core';
import { hasFocus } from './house.ts';

/** Somebody without a mouse. */
export interface Keyboard {
	/** One key; afterwards the focus is somewhere, and seen. */
	press(key: string): Promise<void>;
	type(text: string): Promise<void>;
	/** By Tab, as often as it takes. */
	to(target: Locator): Promise<void>;
	/** The focus comes there, and is seen. */
	isOn(target: Locator): Promise<void>;
	/** The focus is on something, and is seen. */
	isSomewhere(): Promise<void>;
	/** Whether letters would be written. */
	isWriting(): Promise<boolean>;
}

const mostTabs = 60;

export function createKeyboard(page: Page): Keyboard {
	const keyboard: Keyboard = {
		async press(key) {
			await page.keyboard.press(key);
			await keyboard.isSomewhere();
		},
		type: (text) => page.keyboard.type(text),
		async to(target) {
			await target.waitFor();
			for (let tabs = 0; !(await hasFocus(target)); tabs++) {
				if (tabs === mostTabs) throw new Error('Tab does not lead there.');
				await page.keyboard.press('Tab');
				// After the last stop the browser's own bar comes, then the first.
				if (!(await page.evaluate(() => document.activeElement === document.body)))
					await keyboard.isSomewhere();
			}
		},
		async isOn(target) {
			await target.waitFor();
			await page.waitForFunction(
				(element) => element === document.activeElement,
				await target.elementHandle(),
				{ timeout: 5_000 },
			);
			await keyboard.isSomewhere();
		},
		async isSomewhere() {
			const place = await page.evaluate(placeOfFocus);
			expect(place).toEqual({ ...place, isLost: false, isSeen: true });
		},
		isWriting: () =>
			page.evaluate(() => {
				const { activeElement: at } = document;
				return at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement;
			}),
	};
	return keyboard;
}

/** Runs in the page. */
async function placeOfFocus(): Promise<{ what: string; isLost: boolean; isSeen: boolean }> {
	const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
	await frame();
	await frame();
	// What has the focus may go at this very moment: it is somewhere else some frames later.
	for (let n = 0; n < 8 && document.activeElement === document.body; n++) await frame();
	const at = document.activeElement;
	const what = at?.outerHTML.slice(0, 120) ?? '';
	if (at === null || at === document.body) return { what, isLost: true, isSeen: false };
	const box = at.getBoundingClientRect();
	const isDrawn = (element: Element): boolean => {
		const { boxShadow, outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
		// A transparent outline is for forced colours.
		const isOutlined =
			outlineStyle !== 'none' && parseFloat(outlineWidth) > 0 && !outlineColor.endsWith(' 0)');
		return boxShadow !== 'none' || isOutlined;
	};
	// Around a field the line may be drawn by the frame that it stands in.
	const frames: Element[] = [at];
	if (at.matches('input, textarea'))
		for (let up = at.parentElement; up !== null && frames.length < 4; up = up.parentElement)
			if (!up.matches('dialog')) frames.push(up);
	const isInView =
		box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
	return {
		what,
		isLost: false,
		isSeen: isInView && at.matches(':focus-visible') && frames.some(isDrawn),
	};
}
