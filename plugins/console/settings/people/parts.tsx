import '../../styles/people.css';
import type { ReactNode } from 'react';
import { Icon } from '../../icon.tsx';

/** One of few in a row that names it: the label is said, not shown. */
export function RowSelect<Value extends string>({
	label,
	value,
	options,
	onChange,
}: {
	readonly label: string;
	readonly value: Value;
	readonly options: readonly (readonly [Value, string])[];
	readonly onChange: (value: Value) => void;
}) {
	return (
		<div className="input select in-row">
			<select
				aria-label={label}
				value={value}
				onChange={(event) => onChange(event.currentTarget.value as Value)}
			>
				{options.map(([name, text]) => (
					<option key={name} value={name}>
						{text}
					</option>
				))}
			</select>
			<Icon name="down" />
		</div>
	);
}

/** A box to tick, with a second line. */
export function Tick({
	label,
	more,
	isOn,
	disabled = false,
	onChange,
}: {
	readonly label: string;
	readonly more?: string;
	readonly isOn: boolean;
	readonly disabled?: boolean;
	readonly onChange: (isOn: boolean) => void;
}) {
	return (
		<label className="pick">
			<input
				type="checkbox"
				checked={isOn}
				disabled={disabled}
				onChange={(event) => onChange(event.target.checked)}
			/>
			<span>
				{label}
				{more !== undefined && <small>{more}</small>}
			</span>
		</label>
	);
}

/** Several of some. */
export function Picks<Id extends string>({
	legend,
	items,
	chosen,
	disabled = false,
	onChange,
	children,
}: {
	readonly legend: string;
	readonly items: readonly { readonly id: Id; readonly name: string }[];
	readonly chosen: readonly Id[];
	readonly disabled?: boolean;
	readonly onChange: (chosen: readonly Id[]) => void;
	/** Above the items. */
	readonly children?: ReactNode;
}) {
	return (
		<fieldset className="picks" disabled={disabled}>
			<legend>{legend}</legend>
			{children}
			{items.map(({ id, name }) => (
				<Tick
					key={id}
					label={name}
					isOn={chosen.includes(id)}
					onChange={(isOn) =>
						onChange(isOn ? [...chosen, id] : chosen.filter((other) => other !== id))
					}
				/>
			))}
		</fieldset>
	);
}

/** What can be done, why one would, and the button that does it. */
export const Act = ({
	title,
	more,
	children,
}: {
	readonly title: string;
	readonly more: string;
	readonly children: ReactNode;
}) => (
	<div className="act-row">
		<p>
			<b>{title}</b>
			<span className="dim">{more}</span>
		</p>
		{children}
	</div>
);
