import type { OpenSpan } from '../../../../shared/site/site-settings.ts';
import { Button } from '../../button.tsx';
import { locale } from '../../format.ts';
import { fill } from '../../strings.ts';
import { SelectField, SwitchField, TextField } from '../fields.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { SectionPage } from './section-page.tsx';
import { words } from './words.ts';

/** Monday first. */
const dayNames = Array.from({ length: 7 }, (_, n) =>
	new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
		Date.UTC(2024, 0, 1 + n),
	),
);
const usual: OpenSpan = { from: '09:00', to: '17:00' };
const ways = [
	['form', words.form],
	['queue', words.queue],
	['hours', words.hoursOnly],
	['articles', words.articles],
] as const;
const zones: readonly string[] = Intl.supportedValuesOf?.('timeZone') ?? [];

/** Opening hours by weekday, other days, and what visitors meet out of hours (G17, L55-L58). */
export function HoursPage({ sub }: SettingsPageProps) {
	return (
		<SectionPage page="hours" title={words.hours} part="hours" sub={sub}>
			{({ value: { hours }, change }) => {
				const set = (part: Partial<typeof hours>) => change({ hours: { ...hours, ...part } });
				const week = hours.week;
				const setDay = (at: number, spans: OpenSpan[]) =>
					set({ week: (week ?? []).map((day, n) => (n === at ? spans : day)) });
				return (
					<>
						<section className="section stack">
							<TextField
								label={words.timeZone}
								value={hours.timeZone}
								list="time-zones"
								onChange={(timeZone) => set({ timeZone })}
							/>
							<datalist id="time-zones">
								{zones.map((zone) => (
									<option key={zone} value={zone} />
								))}
							</datalist>
							<SwitchField
								label={words.hasHours}
								help={words.hasHoursMore}
								isOn={week !== null}
								onChange={(isOn) =>
									set({ week: isOn ? dayNames.map((_, n) => (n < 5 ? [usual] : [])) : null })
								}
							/>
						</section>
						{week !== null && (
							<section className="section">
								<h3>{words.week}</h3>
								<ul className="week">
									{dayNames.map((name, n) => (
										<li key={name}>
											<span className="day">{name}</span>
											<Spans
												day={name}
												spans={week[n] ?? []}
												onChange={(spans) => setDay(n, spans)}
											/>
											{n === 0 && (
												<Button
													kind="quiet"
													icon="copy"
													aria-label={words.copyToAll}
													title={words.copyToAll}
													onClick={() =>
														set({
															week: week.map((day, at) =>
																at > 0 && at < 5 ? (week[0] ?? []) : day,
															),
														})
													}
												/>
											)}
										</li>
									))}
								</ul>
							</section>
						)}
						<section className="section">
							<h3>
								{words.days} <span>{words.daysMore}</span>
							</h3>
							<ul className="week">
								{hours.days.map((day, n) => {
									const setOne = (part: Partial<typeof day>) =>
										set({
											days: hours.days.map((one, at) => (at === n ? { ...one, ...part } : one)),
										});
									return (
										<li key={n}>
											<span className="input day">
												<input
													type="date"
													aria-label={words.date}
													value={day.date}
													onChange={(event) => setOne({ date: event.currentTarget.value })}
												/>
											</span>
											<Spans
												day={day.date}
												spans={day.spans}
												onChange={(spans) => setOne({ spans })}
											/>
											<Button
												kind="quiet"
												icon="trash"
												aria-label={`${words.remove}: ${day.date}`}
												onClick={() => set({ days: hours.days.filter((_, at) => at !== n) })}
											/>
										</li>
									);
								})}
							</ul>
							<Button
								icon="plus"
								onClick={() =>
									set({
										days: [
											...hours.days,
											{ date: new Date().toISOString().slice(0, 10), spans: [] },
										],
									})
								}
							>
								{words.addDay}
							</Button>
						</section>
						<section className="section two">
							<SelectField
								label={words.whenClosed}
								value={hours.whenClosed}
								options={ways}
								onChange={(whenClosed) => set({ whenClosed })}
							/>
							<SelectField
								label={words.whenAway}
								value={hours.whenAway}
								options={ways}
								onChange={(whenAway) => set({ whenAway })}
							/>
							<TextField
								label={words.promise}
								help={words.promiseHelp}
								maxLength={80}
								value={hours.promise}
								onChange={(promise) => set({ promise })}
							/>
						</section>
					</>
				);
			}}
		</SectionPage>
	);
}

function Spans({
	day,
	spans,
	onChange,
}: {
	readonly day: string;
	readonly spans: readonly OpenSpan[];
	readonly onChange: (spans: OpenSpan[]) => void;
}) {
	const set = (at: number, part: Partial<OpenSpan>) =>
		onChange(spans.map((span, n) => (n === at ? { ...span, ...part } : span)));
	return (
		<span className="spans">
			{spans.length === 0 && <span className="dim">{words.closed}</span>}
			{spans.map((span, n) => (
				<span key={n} className="span">
					{(['from', 'to'] as const).map((end) => (
						<span key={end} className="input">
							<input
								type="time"
								aria-label={fill(`${day}, ${words[end]}`, {})}
								value={span[end] === '24:00' ? '23:59' : span[end]}
								onChange={(event) => set(n, { [end]: event.currentTarget.value })}
							/>
						</span>
					))}
					<Button
						kind="quiet"
						icon="close"
						aria-label={`${words.remove}: ${day} ${span.from}`}
						onClick={() => onChange(spans.filter((_, at) => at !== n))}
					/>
				</span>
			))}
			{spans.length < 4 && (
				<Button
					kind="quiet"
					icon="plus"
					aria-label={`${words.addSpan}: ${day}`}
					onClick={() =>
						onChange([...spans, spans.length === 0 ? usual : { from: '18:00', to: '20:00' }])
					}
				/>
			)}
		</span>
	);
}
