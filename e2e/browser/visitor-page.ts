import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Nothing is asked. Settings are merged by field, so all are named. */
export const off = {
	name: 'off',
	email: 'off',
	phone: 'off',
	question: 'off',
	topics: [],
	consentMonths: null,
};
/** Open all week. */
export const always = Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]);

/** A week that is closed today and open on all other days, in UTC. */
export function closedToday() {
	const today = (new Date().getUTCDay() + 6) % 7;
	return always.map((spans, day) => (day === today ? [] : spans));
}

/** What the owner chooses, over REST. `page` is signed in. */
export function createOwner(page: Page) {
	const ask = <T>(path: string, body?: object): Promise<T> =>
		page.evaluate(
			async ([url, text]) => {
				const init = { method: 'POST', headers: { 'Content-Type': 'application/json' } };
				const response = await fetch(url, text === null ? {} : { ...init, body: text });
				if (!response.ok) throw new Error(await response.text());
				return (await response.json()) as unknown;
			},
			[path, body === undefined ? null : JSON.stringify(body)] as const,
		) as Promise<T>;
	const siteNow = async () => {
		const answer = await ask<unknown>('/api/v1/sites');
		return (answer as { id: string; key: string; rev: number }[])[0] as {
			id: string;
			key: string;
			rev: number;
		};
	};
	/** What the status switch of the console does. */
	const setStatus = (status: 'available' | 'away'): Promise<void> =>
		page.evaluate(
			(wanted) =>
				new Promise<void>((resolve, reject) => {
					const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/ws/agent`);
					socket.onopen = () =>
						socket.send(
							JSON.stringify([
								{ type: 'hello', protocol: 1 },
								{ type: 'status.set', requestId: 'status-of-test', status: wanted },
							]),
						);
					socket.onmessage = ({ data }) => {
						const frames = JSON.parse(String(data)) as { requestId?: string }[];
						if (!frames.some(({ requestId }) => requestId === 'status-of-test')) return;
						socket.close();
						resolve();
					};
					socket.onerror = () => reject(new Error('no socket'));
				}),
			status,
		);
	/** What the owner does in the console; the rest is as by default. */
	const choose = async (settings: object): Promise<void> => {
		const plain = {
			hours: { week: null, whenClosed: 'form', whenAway: 'queue', promise: '' },
			prechat: off,
			texts: { hello: '', welcome: '', closed: '', waiting: '' },
			articles: [],
			replyMinutes: null,
			rating: 'satisfaction',
			queue: { position: true },
		};
		const { id, rev } = await siteNow();
		await ask(`/api/v1/sites/${id}`, { rev, settings: { ...plain, ...settings } });
	};

	return { choose, siteNow, setStatus };
}
export type Owner = ReturnType<typeof createOwner>;

/** What the page says to the server from now on, with a load of it. */
export const listen = async (page: Page) => {
	const said: string[] = [];
	page.on('websocket', (socket) =>
		socket.on('framesent', ({ payload }) => said.push(String(payload))),
	);
	await page.reload();
	const all = (): string => said.join();
	return {
		all,
		async until(text: string): Promise<void> {
			for (let tries = 0; tries < 50 && !all().includes(text); tries += 1)
				await page.waitForTimeout(100);
			expect(all()).toContain(text);
		},
	};
};

/** axe finds nothing, and nothing scrolls sideways. */
export const expectNoFindings = async (page: Page): Promise<void> => {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const findings = await page.evaluate(async () => {
		const runner = (window as unknown as { axe: typeof axe }).axe;
		const { violations } = await runner.run(document, { resultTypes: ['violations'] });
		const wide = document.documentElement.scrollWidth - window.innerWidth;
		return [...violations.map(({ id }) => id), ...(wide > 0 ? [`${wide} px too wide`] : [])];
	});
	expect(findings).toEqual([]);
};
