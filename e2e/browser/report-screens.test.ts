import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { AgentId } from '../../shared/ids.ts';
import type { Report } from '../../shared/views/report-view.ts';
import { openHouse } from '../../server/house.ts';
import { factsCollection } from '../../server/reports/index.ts';
import { hashOf, sessionsCollection, type Agent } from '../../server/routing/index.ts';
import { randomIds } from '../../server/system/ids.ts';
import { testConfig } from '../../server/testing/test-server.ts';
import { describeInBrowser, launchBrowser } from '../find-browser.ts';
import { startServer, type ServerProcess } from '../server-process.ts';
import { reportRows } from './report-rows.ts';

/*
 * The reports of a shop with four weeks behind it: read, opened, narrowed, by an owner, by an agent, and in an empty shop. A
 * picture of each look is left in the temporary folder (or LOOKS_DIR).
 */

jest.setTimeout(120_000);
const folder = process.env['LOOKS_DIR'] ?? join(tmpdir(), 'parley-looks');
const sizes = [
	{ width: 1280, height: 2000 },
	{ width: 390, height: 844 },
];
const names = ['Mira Kovač', 'Jonas Brandt', 'Aiko Tanaka', 'Luc Verhoeven-van der Bergenstijn'];

describeInBrowser('reports', () => {
	let browser: Browser;
	let server: ServerProcess;
	let dataDir: string;
	const cookies: Record<string, string> = {};
	let rows: ReturnType<typeof reportRows>;

	beforeAll(async () => {
		mkdirSync(folder, { recursive: true });
		dataDir = mkdtempSync(join(tmpdir(), 'parley-reports-'));
		await seed();
		browser = await launchBrowser();
		server = await startServer({ dataDir });
	});
	afterAll(async () => {
		await browser?.close();
		await server?.kill('SIGTERM');
		rmSync(dataDir, { recursive: true, force: true });
	});

	async function seed(): Promise<void> {
		const house = await openHouse(testConfig(dataDir), resolve('build'));
		const site = await house.sites.first();
		const empty = await house.sites.create('Nothing yet');
		const day = [{ from: '09:00', to: '18:00' }];
		const week = [day, day, day, day, day, [{ from: '10:00', to: '16:00' }], []];
		await house.sites.change(site.id, site.rev, {
			name: 'Tandem bicycles',
			settings: { hours: { timeZone: 'Europe/London', week } },
		} as never);
		const team: AgentId[] = [];
		for (const [n, name] of names.entries()) {
			const role: Agent['role'] = n === 0 ? 'owner' : n === 3 ? 'reader' : 'agent';
			const email = `${n}@tandem.example`;
			const agent = await house.agents.save({ name, email, passwordHash: '', role });
			team.push(agent.id);
			cookies[role] ??= await sessionOf(agent.id);
		}
		const newcomer = await house.agents.save({
			name: 'New',
			email: 'new@tandem.example',
			passwordHash: '',
			role: 'supervisor',
		});
		await house.agents.change(newcomer.id, null, { set: { sites: [empty.id] } });
		cookies['newcomer'] = await sessionOf(newcomer.id);
		const group = await house.desk.groups.add({
			name: 'Workshop',
			sites: 'all',
			agents: team,
			standby: [],
			strategy: 'by_hand',
		} as never);
		const today = new Date().setUTCHours(0, 0, 0, 0);
		rows = reportRows(site.id, team, today, group.id);
		await Promise.all(rows.map((row) => house.store.put(factsCollection, row)));
		await house.close();

		async function sessionOf(agent: AgentId): Promise<string> {
			const secret = randomIds.secret();
			const [createdAt, expiresAt] = [Date.now(), Date.now() + 3_600_000];
			const id = hashOf(secret);
			await house.store.insert(sessionsCollection, { id, agent, createdAt, expiresAt } as never);
			return secret;
		}
	}

	async function pageOf(who: string, locale = 'en-GB'): Promise<Page> {
		const context = await browser.newContext({
			locale,
			viewport: sizes[0] ?? null,
			reducedMotion: 'reduce',
		});
		await context.addCookies([
			{ name: 'parley_session', value: cookies[who] ?? '', url: server.url },
		]);
		const page = await context.newPage();
		page.setDefaultTimeout(15_000);
		await page.goto(`${server.url}/console#reports`);
		return page;
	}

	async function look(page: Page, name: string): Promise<void> {
		for (const size of sizes) {
			await page.setViewportSize(size);
			for (const colorScheme of ['light', 'dark'] as const) {
				const full = `${name}-${size.width}-${colorScheme}`;
				await page.emulateMedia({ colorScheme });
				await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
				await page.screenshot({ path: join(folder, `${full}.png`) });
				expect({ full, ...(await findings(page)) }).toEqual({ full, violations: [], excess: 0 });
			}
		}
		await page.setViewportSize(sizes[0] ?? { width: 1280, height: 800 });
		await page.emulateMedia({ colorScheme: 'light' });
	}

	async function findings(page: Page) {
		if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
		return page.evaluate(async () => {
			const runner = (window as unknown as { axe: typeof axe }).axe;
			// The rail around it is looked at with the shell.
			const { violations } = await runner.run('.pane.reports', { resultTypes: ['violations'] });
			return {
				violations: violations.map(
					({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
				),
				excess: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
			};
		});
	}
	/** What a list of figures says of one of them. */
	const figure = (page: Page, name: string) =>
		page.getByRole('list', { name: 'Figures' }).getByRole('listitem').filter({ hasText: name });

	test('an owner reads the figures of 14 days, and opens what is behind one [H12] [H77] [G74] [G75] [G86] [G88]', async () => {
		const page = await pageOf('owner');
		await figure(page, 'Conversations').waitFor();
		await expect(figure(page, 'First reply').textContent()).resolves.toMatch(
			/\d:\d\d.*(less|more), (better|worse)/,
		);
		await expect(figure(page, 'Satisfied').textContent()).resolves.toMatch(/\d+\s%/);
		await page.getByRole('button', { name: 'Site: All sites' }).click();
		await page.getByRole('menuitemradio', { name: 'Tandem bicycles' }).click();
		await page.getByText('The frame marks opening hours.').waitFor();
		await look(page, 'reports');
		const missed = figure(page, 'Missed while open');
		const count = Number(
			/\d+/.exec((await missed.textContent())?.replace('Missed while open', '') ?? '')?.[0],
		);
		await missed.getByRole('button').press('Enter');
		const dialog = page.getByRole('dialog');
		await dialog.getByRole('listitem').first().waitFor();
		expect(count).toBeGreaterThan(0);
		expect(await dialog.getByRole('listitem').count()).toBe(count);
		await look(page, 'reports-cases');
		await page.keyboard.press('Escape');
		await dialog.waitFor({ state: 'hidden' });
		await page.context().close();
	});

	test('each chart is a table too, and a cell of the week opens its conversations [G85] [G96] [L49] [L54]', async () => {
		const page = await pageOf('owner');
		for (const name of [
			'When conversations begin',
			'Wait before an agent joined',
			'First reply',
			'Conversations by day',
		]) {
			await page.getByRole('button', { name: `Show as table: ${name}` }).press('Enter');
			await page.getByRole('button', { name: `Show as chart: ${name}` }).waitFor();
		}
		await look(page, 'reports-tables');
		await page.getByRole('button', { name: /^Tuesday 12:00: / }).click();
		await page.getByRole('dialog', { name: /^Tuesday 12:00: \d+ conversations$/ }).waitFor();
		await page.context().close();
	});

	test('every figure has its value, for all and for each agent [H71] [H85] [G76] [G77] [G79] [G81] [G89] [G98] [L40] [L41] [L42] [L43] [L44] [L45] [L46] [L47] [L48] [L50] [L51] [L52] [L53]', async () => {
		const page = await pageOf('owner');
		const all = page.getByRole('group', { name: 'All figures' });
		await all.waitFor();
		const report = (await (
			await page.request.get(`${server.url}/api/v1/reports`)
		).json()) as Report;
		const shown = rows.filter(({ openedAt }) => openedAt >= Date.parse(`${report.from}T00:00:00Z`));
		const total = (of: (row: (typeof rows)[number]) => number): string =>
			shown.reduce((sum, row) => sum + of(row), 0).toLocaleString('en-GB');
		const said = async (name: string): Promise<string> =>
			(await all.getByRole('row').filter({ hasText: name }).first().textContent()) ?? '';
		expect(await said('Begun in this time')).toContain(total(() => 1));
		expect(await said('To another agent or a group')).toContain(total((row) => row.transfers));
		expect(await said('Of visitors and agents')).toContain(
			total((row) => row.visitorMessages + row.agentMessages),
		);
		for (const name of ['Wait for an agent', 'Stays in the queue', 'First reply', 'Response'])
			expect(await said(name)).toMatch(/\d:\d\d\d+:\d\d/);
		for (const name of ['Time to send', 'Join to end', 'Duration', 'Resolution'])
			expect(await said(name)).toMatch(/\d:\d\d/);
		expect(await said('Replies each')).toMatch(/3/);
		expect(await said('Called easy or very easy')).toMatch(/\d+\s%/);
		await page
			.getByText(/^Today/)
			.first()
			.waitFor();
		await page.getByText('waiting now').waitFor();
		await page.getByText('running now').waitFor();
		const priorities = (await page.getByText('By priority').locator('..').textContent()) ?? '';
		expect(priorities).toContain(`Urgent ${total((row) => (row.priority === 'urgent' ? 1 : 0))}`);
		const statuses = (await page.getByText('By status now').locator('..').textContent()) ?? '';
		expect(statuses).toContain(`Ended ${total(() => 1)}`);
		// The first of the team's table has most conversations, and the transfers are each agent's own.
		const team = page.getByRole('group', { name: 'Agents' }).getByRole('row');
		const [first] = report.agents;
		expect(await team.nth(1).textContent()).toContain(first?.name);
		const handed = report.agents.map(({ figures }) => figures.transfers?.value ?? 0);
		expect(handed.reduce((sum, count) => sum + count, 0)).toBe(
			shown.reduce((sum, row) => sum + row.transfers, 0),
		);
		const bad = shown.filter(({ rating, followedAt }) => (rating ?? 5) < 3 && followedAt === null);
		expect(
			await page
				.locator('section')
				.filter({ has: page.getByRole('heading', { name: 'To follow up' }) })
				.last()
				.getByRole('listitem')
				.count(),
		).toBe(bad.length);
		await page.context().close();
	});

	test('a group and fewer days narrow it [G93] [G94]', async () => {
		const page = await pageOf('owner');
		const all = await figure(page, 'Conversations').textContent();
		await page.getByRole('button', { name: 'Group: All groups' }).click();
		await page.getByRole('menuitemradio', { name: 'Workshop' }).click();
		await page.getByRole('button', { name: 'Group: Workshop' }).waitFor();
		await page.getByRole('button', { name: 'Days: Last 14 days' }).click();
		await page.getByRole('menuitemradio', { name: 'Last 7 days' }).click();
		await figure(page, 'Conversations').waitFor();
		await page.waitForFunction(
			(before) => document.querySelector('.kpis li')?.textContent !== before,
			all,
		);
		await look(page, 'reports-few');
		await page.context().close();
	});

	test('an agent sees the own figures, in German too', async () => {
		const page = await pageOf('agent', 'de-DE');
		await page.getByText('Ihre eigenen Zahlen').waitFor();
		const rows = page.getByRole('group', { name: 'Team' }).getByRole('row');
		expect(await rows.count()).toBe(2);
		await look(page, 'reports-german');
		await page.context().close();
	});

	test('a shop without conversations says so, and a reader is told who has reports', async () => {
		const empty = await pageOf('newcomer');
		await empty.getByText('No conversations in this time').waitFor();
		await look(empty, 'reports-empty');
		await empty.context().close();
		const reader = await pageOf('reader');
		await reader.getByText('Reports are for agents and supervisors').waitFor();
		await reader.context().close();
	});

	test('what does not load says why, and can be tried again', async () => {
		const page = await pageOf('owner');
		await figure(page, 'Conversations').waitFor();
		await page.route('**/api/v1/reports*', (route) => route.abort());
		await page.getByRole('button', { name: 'Days: Last 14 days' }).click();
		await page.getByRole('menuitemradio', { name: 'Last 28 days' }).click();
		const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
		await again.waitFor();
		await look(page, 'reports-failed');
		await page.unroute('**/api/v1/reports*');
		await again.click();
		await figure(page, 'Conversations').waitFor();
		await page.context().close();
	});
});
