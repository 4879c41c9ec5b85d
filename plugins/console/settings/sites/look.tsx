import { AreaField, NumberField, SegField, SwitchField } from '../fields.tsx';
import { Colour } from './colour.tsx';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

/** What the launcher and the panel look like, and where the launcher is (G50, G13). */
export function Look({ value: { look }, change }: SectionProps) {
	const set = (part: Partial<typeof look>) => change({ look: { ...look, ...part } });
	return (
		<section className="section stack">
			<h3>{words.look}</h3>
			<div className="two">
				<Colour value={look.accent} onChange={(accent) => set({ accent })} />
				<SegField
					label={words.place}
					value={look.side}
					options={[
						['left', words.left],
						['right', words.right],
						['end', words.end],
					]}
					onChange={(side) => set({ side })}
				/>
				<SegField
					label={words.theme}
					value={look.theme}
					options={[
						['light', words.light],
						['dark', words.dark],
						['auto', words.asDevice],
					]}
					onChange={(theme) => set({ theme })}
				/>
				<NumberField
					label={words.offset}
					value={look.offset}
					min={0}
					max={200}
					unit={words.pixels}
					onChange={(offset) => set({ offset: offset ?? 20 })}
				/>
			</div>
			<SwitchField
				label={words.label}
				help={words.labelMore}
				isOn={look.label}
				onChange={(label) => set({ label })}
			/>
			<AreaField
				label={words.hideOn}
				help={words.hideOnHelp}
				value={look.hideOn.join('\n')}
				onChange={(text) => set({ hideOn: text === '' ? [] : text.split('\n') })}
			/>
		</section>
	);
}
