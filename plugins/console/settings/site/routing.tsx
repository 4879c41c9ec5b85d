import type { GroupView } from '../../../../shared/views/desk-view.ts';
import { strategies } from '../../../../shared/views/desk-view.ts';
import { Button } from '../../button.tsx';
import { useResource } from '../../shell/resource.ts';
import { go } from '../../shell/router.ts';
import { NumberField, SegField, SelectField, SwitchField, TextField } from '../fields.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { SectionPage } from './section-page.tsx';
import { words } from './words.ts';

const listOf = (text: string): string[] =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);

/** How conversations without a group find an agent, limits, and what happens when somebody is gone. */
export function RoutingPage({ sub }: SettingsPageProps) {
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups');
	const known = groups.data ?? [];
	return (
		<SectionPage page="routing" title={words.routing} part="routing" sub={sub}>
			{({ value: { routing }, change }) => {
				const set = (part: Partial<typeof routing>) => change({ routing: { ...routing, ...part } });
				return (
					<>
						<section className="section">
							<SegField
								label={words.strategy}
								value={routing.strategy}
								options={strategies.map((name) => [name, words[name]] as const)}
								help={`${words[`${routing.strategy}More`]} ${words.strategyMore}`}
								onChange={(strategy) => set({ strategy })}
							/>
						</section>
						<section className="section">
							<h3>
								{words.limits} <span>{words.limitsMore}</span>
							</h3>
							<div className="two">
								<NumberField
									label={words.firstAnswer}
									value={routing.firstAnswerSeconds}
									min={10}
									max={3600}
									unit={words.seconds}
									onChange={(n) => set({ firstAnswerSeconds: n ?? 120 })}
								/>
								<NumberField
									label={words.running}
									value={routing.runningSeconds}
									min={10}
									max={3600}
									unit={words.seconds}
									onChange={(n) => set({ runningSeconds: n ?? 180 })}
								/>
								<NumberField
									label={words.maxWait}
									help={words.maxWaitMore}
									value={routing.maxWaitMinutes}
									min={1}
									max={1440}
									unit={words.minutes}
									none={words.noLimit}
									onChange={(maxWaitMinutes) => set({ maxWaitMinutes })}
								/>
								<NumberField
									label={words.ageing}
									help={words.ageingMore}
									value={routing.ageingMinutes}
									min={1}
									max={1440}
									unit={words.minutes}
									onChange={(n) => set({ ageingMinutes: n ?? 5 })}
								/>
							</div>
						</section>
						<section className="section">
							<h3>{words.gone}</h3>
							<div className="two">
								<NumberField
									label={words.grace}
									help={words.graceMore}
									value={routing.graceSeconds}
									min={5}
									max={3600}
									unit={words.seconds}
									onChange={(n) => set({ graceSeconds: n ?? 60 })}
								/>
								<NumberField
									label={words.idle}
									help={words.idleMore}
									value={routing.idleMinutes}
									min={1}
									max={1440}
									unit={words.minutes}
									onChange={(n) => set({ idleMinutes: n ?? 10 })}
								/>
								<NumberField
									label={words.endIdle}
									value={routing.endIdleMinutes}
									min={1}
									max={10_080}
									unit={words.minutes}
									none={words.never}
									onChange={(endIdleMinutes) => set({ endIdleMinutes })}
								/>
								<NumberField
									label={words.archive}
									help={words.archiveMore}
									value={routing.autoArchiveMinutes}
									min={0}
									max={43_200}
									unit={words.minutes}
									none={words.byHandOnly}
									onChange={(autoArchiveMinutes) => set({ autoArchiveMinutes })}
								/>
							</div>
						</section>
						<section className="section stack">
							<h3>{words.transfer}</h3>
							<SwitchField
								label={words.ask}
								help={words.askMore}
								isOn={routing.askBeforeTransfer}
								onChange={(askBeforeTransfer) => set({ askBeforeTransfer })}
							/>
							<SwitchField
								label={words.reason}
								isOn={routing.reasonRequired}
								onChange={(reasonRequired) => set({ reasonRequired })}
							/>
						</section>
						<section className="section stack">
							<h3>
								{words.byPage} <span>{words.byPageMore}</span>
							</h3>
							{known.length === 0 && (
								<p className="help">
									{words.noGroups}{' '}
									<button type="button" className="link" onClick={() => go('settings', 'groups')}>
										{words.toGroups}
									</button>
								</p>
							)}
							{routing.byPage.map((rule, n) => {
								const setRule = (part: Partial<typeof rule>) =>
									set({
										byPage: routing.byPage.map((one, at) => (at === n ? { ...one, ...part } : one)),
									});
								return (
									<div key={n} className="two rule">
										<TextField
											label={words.pages}
											help={words.pagesHelp}
											isMono
											value={rule.pages.join(', ')}
											onChange={(text) => setRule({ pages: listOf(text) })}
										/>
										<SelectField
											label={words.group}
											value={rule.group}
											options={known.map(({ id, name }) => [id as string, name] as const)}
											onChange={(group) => setRule({ group })}
										/>
										<Button
											kind="quiet"
											icon="trash"
											onClick={() => set({ byPage: routing.byPage.filter((_, at) => at !== n) })}
										>
											{words.remove}
										</Button>
									</div>
								);
							})}
							{known[0] !== undefined && (
								<Button
									icon="plus"
									onClick={() =>
										set({
											byPage: [...routing.byPage, { pages: ['/*'], group: known[0]?.id ?? '' }],
										})
									}
								>
									{words.addRule}
								</Button>
							)}
						</section>
					</>
				);
			}}
		</SectionPage>
	);
}
