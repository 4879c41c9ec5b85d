import { AreaField, NumberField, TextField } from '../fields.tsx';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

/** Words of the owner's own (G50, G19, G20, L57 to L59). */
export function Texts({ value: { texts, replyMinutes }, change }: SectionProps) {
	const field = (name: keyof typeof texts, maxLength: number) => ({
		label: words[name],
		maxLength,
		value: texts[name],
		onChange: (text: string) => change({ texts: { ...texts, [name]: text } }),
	});
	return (
		<section className="section stack">
			<h3>
				{words.texts} <span>{words.textsMore}</span>
			</h3>
			<div className="two">
				<TextField {...field('hello', 200)} />
				<TextField {...field('launcher', 40)} />
			</div>
			<AreaField {...field('welcome', 500)} rows={2} />
			<AreaField {...field('waiting', 500)} rows={2} />
			<AreaField {...field('closed', 500)} rows={2} />
			<AreaField {...field('autoReply', 1000)} rows={2} help={words.nothingSent} />
			<AreaField {...field('autoReplyClosed', 1000)} rows={2} help={words.nothingSent} />
			<NumberField
				label={words.replyMinutes}
				value={replyMinutes}
				min={1}
				max={1440}
				unit={words.minutes}
				none={words.replyNone}
				onChange={(minutes) => change({ replyMinutes: minutes })}
			/>
		</section>
	);
}
