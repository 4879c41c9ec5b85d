import type { GroupView } from '../../../../shared/views/desk-view.ts';
import type { AskMode } from '../../../../shared/site/site-settings.ts';
import { Button } from '../../button.tsx';
import { useResource } from '../../shell/resource.ts';
import { fill } from '../../strings.ts';
import { NumberField, SelectField } from '../fields.tsx';
import { RowSelect } from '../people/parts.tsx';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

const fields = ['name', 'email', 'phone', 'question'] as const;
const modes: readonly (readonly [AskMode, string])[] = [
	['off', words.off],
	['optional', words.optional],
	['required', words.required],
];
const mostTopics = 12;

/** What visitors fill in before the chat (C4). */
export function Before({ value: { prechat }, change }: SectionProps) {
	const groups = useResource<readonly GroupView[]>('/api/v1/groups', 'groups').data ?? [];
	const set = (part: Partial<typeof prechat>) => change({ prechat: { ...prechat, ...part } });
	const { topics } = prechat;
	const setTopic = (at: number, part: Partial<(typeof topics)[number]>) =>
		set({ topics: topics.map((topic, n) => (n === at ? { ...topic, ...part } : topic)) });
	return (
		<section className="section stack">
			<h3>
				{words.before} <span>{words.beforeMore}</span>
			</h3>
			<div className="two">
				{fields.map((name) => (
					<SelectField
						key={name}
						label={words[name]}
						value={prechat[name]}
						options={modes}
						onChange={(mode) => set({ [name]: mode })}
					/>
				))}
			</div>
			<fieldset className="field">
				<legend>
					{words.topics} <span className="dim">{words.topicsMore}</span>
				</legend>
				<ul className="edited">
					{topics.map((topic, n) => (
						<li key={topic.id}>
							<div className="input">
								<input
									dir="auto"
									aria-label={fill(words.topic, { n: n + 1 })}
									maxLength={60}
									value={topic.label}
									onChange={(event) => setTopic(n, { label: event.currentTarget.value })}
								/>
							</div>
							<RowSelect
								label={fill(words.group, { topic: topic.label })}
								value={topic.group ?? groups.find(({ id }) => id === topic.id)?.id ?? ''}
								options={[
									['', words.noGroup],
									...groups.map(({ id, name }) => [id as string, name] as const),
								]}
								onChange={(group) => {
									const { group: _before, ...plain } = topic;
									const next = group === '' ? plain : { ...plain, group };
									set({ topics: topics.map((one, at) => (at === n ? next : one)) });
								}}
							/>
							<Button
								kind="quiet"
								icon="trash"
								aria-label={fill(words.removeOf, { what: topic.label })}
								onClick={() => set({ topics: topics.filter((_, at) => at !== n) })}
							/>
						</li>
					))}
				</ul>
				{topics.length < mostTopics && (
					<Button
						icon="plus"
						onClick={() =>
							set({
								topics: [
									...topics,
									{ id: newId(), label: fill(words.topic, { n: topics.length + 1 }) },
								],
							})
						}
					>
						{words.addTopic}
					</Button>
				)}
			</fieldset>
			<NumberField
				label={words.consent}
				value={prechat.consentMonths}
				min={1}
				max={120}
				unit={words.months}
				none={words.notAsked}
				onChange={(consentMonths) => set({ consentMonths })}
			/>
		</section>
	);
}

const newId = (): string => `t${crypto.getRandomValues(new Uint32Array(1)).join('')}`;
