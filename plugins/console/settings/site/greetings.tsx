import type { Greeting } from '../../../../shared/site/site-settings.ts';
import { Button } from '../../button.tsx';
import { Empty } from '../../shell/states.tsx';
import { AreaField, NumberField, SegField, TextField } from '../fields.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { SectionPage } from './section-page.tsx';
import { words } from './words.ts';

const listOf = (text: string): string[] =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);

const fresh = (): Greeting => ({
	id: crypto.getRandomValues(new Uint32Array(2)).join('-'),
	text: words.newGreeting,
	name: '',
	replies: [],
	pages: [],
	afterSeconds: 15,
	scrolled: 0,
	pagesSeen: 1,
	device: 'any',
});

/** Messages that come by themselves, by rule (H65-H67, G9, G13-G15). */
export function GreetingsPage({ sub }: SettingsPageProps) {
	return (
		<SectionPage page="greetings" title={words.greetings} part="greetings" sub={sub}>
			{({ value: { greetings }, change }) => {
				const setAll = (all: Greeting[]) => change({ greetings: all });
				return (
					<>
						<p className="help">
							{words.greetingsMore} {words.first}
						</p>
						{greetings.length === 0 && <Empty icon="bubble" title={words.noGreetings} />}
						{greetings.map((greeting, n) => {
							const set = (part: Partial<Greeting>) =>
								setAll(greetings.map((one, at) => (at === n ? { ...one, ...part } : one)));
							return (
								<section key={greeting.id} className="section stack">
									<AreaField
										label={words.text}
										rows={2}
										maxLength={300}
										value={greeting.text}
										onChange={(text) => set({ text })}
									/>
									<div className="two">
										<TextField
											label={words.sayer}
											help={words.sayerHelp}
											maxLength={60}
											value={greeting.name}
											onChange={(name) => set({ name })}
										/>
										<TextField
											label={words.replies}
											help={words.repliesHelp}
											value={greeting.replies.join(', ')}
											onChange={(text) => set({ replies: listOf(text).slice(0, 3) })}
										/>
										<TextField
											label={words.where}
											aside={greeting.pages.length === 0 ? words.everywhere : ''}
											help={words.pagesHelp}
											isMono
											placeholder="/*"
											value={greeting.pages.join(', ')}
											onChange={(text) => set({ pages: listOf(text) })}
										/>
										<NumberField
											label={words.after}
											value={greeting.afterSeconds}
											min={0}
											max={3600}
											unit={words.seconds}
											onChange={(value) => set({ afterSeconds: value ?? 15 })}
										/>
										<NumberField
											label={words.scrolled}
											value={greeting.scrolled}
											min={0}
											max={100}
											unit={words.percent}
											onChange={(value) => set({ scrolled: value ?? 0 })}
										/>
										<NumberField
											label={words.pagesSeen}
											value={greeting.pagesSeen}
											min={1}
											max={50}
											onChange={(value) => set({ pagesSeen: value ?? 1 })}
										/>
									</div>
									<SegField
										label={words.device}
										value={greeting.device}
										options={[
											['any', words.any],
											['phone', words.phone],
											['desktop', words.desktop],
										]}
										onChange={(device) => set({ device })}
									/>
									<div className="acts">
										{n > 0 && (
											<Button
												kind="quiet"
												icon="up"
												onClick={() => {
													const moved = greetings.filter((_, at) => at !== n);
													moved.splice(n - 1, 0, greeting);
													setAll(moved);
												}}
											>
												{words.up}
											</Button>
										)}
										<Button
											kind="quiet"
											icon="trash"
											onClick={() => setAll(greetings.filter((_, at) => at !== n))}
										>
											{words.remove}
										</Button>
									</div>
								</section>
							);
						})}
						{greetings.length < 20 && (
							<section className="section">
								<Button icon="plus" onClick={() => setAll([...greetings, fresh()])}>
									{words.addGreeting}
								</Button>
							</section>
						)}
					</>
				);
			}}
		</SectionPage>
	);
}
