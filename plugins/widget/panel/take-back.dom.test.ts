import '../testing/english.ts';
import type { MessageRow } from './rows.ts';
import { takeBack } from './take-back.ts';

const row = { conversation: 'v.1', vseq: 3 } as unknown as MessageRow;

test('it asks on its own button, forgets that when it is left, and takes back with the second press', () => {
	const acts: string[] = [];
	const client = { redact: (id: string, vseq: number) => acts.push(`redact ${id} ${vseq}`) };
	const article = document.createElement('article');
	article.tabIndex = -1;
	const button = takeBack(client as unknown as Parameters<typeof takeBack>[0], row, article);
	article.append(button);
	document.body.replaceChildren(article);
	expect(button.getAttribute('aria-label')).toBe('Delete this message');
	button.click();
	expect(button.textContent).toBe('Delete?');
	expect(button.hasAttribute('aria-label')).toBe(false);
	article.focus();
	expect(button.getAttribute('aria-label')).toBe('Delete this message');
	button.click();
	expect(acts).toEqual([]);
	button.click();
	expect(acts).toEqual(['redact v.1 3']);
	expect(document.activeElement).toBe(article);
});
