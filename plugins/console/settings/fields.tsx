import { useId } from '@wordpress/element';
import type { ReactNode } from 'react';
import { Icon } from '../icon.tsx';

/* Fields of the settings: label above, help below, an error in place of the help. */

interface Common {
	readonly label: string;
	/** Beside the label, quieter. */
	readonly aside?: string;
	readonly help?: ReactNode;
	readonly error?: string | null;
	readonly disabled?: boolean;
}

function Frame({
	id,
	label,
	aside,
	help,
	error,
	children,
}: Common & { readonly id: string; readonly children: ReactNode }) {
	return (
		<div className="field">
			<label htmlFor={id}>
				{label}
				{aside !== undefined && <span> {aside}</span>}
			</label>
			{children}
			{(error ?? help ?? null) !== null && (
				<p
					className={error ? 'help bad' : 'help'}
					id={`${id}-help`}
					role={error ? 'alert' : undefined}
				>
					{error ?? help}
				</p>
			)}
		</div>
	);
}

interface TextProps extends Common {
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly type?: 'text' | 'email' | 'tel' | 'url' | 'time' | 'date' | 'password';
	readonly maxLength?: number;
	readonly placeholder?: string;
	readonly list?: string;
	readonly isMono?: boolean;
}
export function TextField(props: TextProps) {
	const id = useId();
	const { value, onChange, type = 'text', maxLength, placeholder, list, isMono, disabled } = props;
	return (
		<Frame id={id} {...props}>
			<div className="input">
				<input
					id={id}
					type={type}
					dir="auto"
					className={isMono ? 'mono' : undefined}
					maxLength={maxLength}
					placeholder={placeholder}
					list={list}
					value={value}
					disabled={disabled}
					aria-invalid={props.error ? true : undefined}
					aria-describedby={`${id}-help`}
					onChange={(event) => onChange(event.currentTarget.value)}
				/>
			</div>
		</Frame>
	);
}

export function AreaField(props: TextProps & { readonly rows?: number }) {
	const id = useId();
	const { value, onChange, maxLength, placeholder, rows = 3, disabled } = props;
	return (
		<Frame id={id} {...props}>
			<textarea
				id={id}
				rows={rows}
				dir="auto"
				maxLength={maxLength}
				placeholder={placeholder}
				value={value}
				disabled={disabled}
				aria-invalid={props.error ? true : undefined}
				aria-describedby={`${id}-help`}
				onChange={(event) => onChange(event.currentTarget.value)}
			/>
		</Frame>
	);
}

interface NumberProps extends Common {
	/** Null: the field is empty, which means what `none` says. */
	readonly value: number | null;
	readonly onChange: (value: number | null) => void;
	readonly min: number;
	readonly max: number;
	/** Behind the number. */
	readonly unit?: string;
	/** What an empty field means; without it a field cannot be empty. */
	readonly none?: string;
}
export function NumberField(props: NumberProps) {
	const id = useId();
	const { value, onChange, min, max, unit, none, disabled } = props;
	return (
		<Frame id={id} {...props}>
			<div className="input number">
				<input
					id={id}
					type="number"
					inputMode="numeric"
					min={min}
					max={max}
					placeholder={none}
					value={value ?? ''}
					disabled={disabled}
					aria-invalid={props.error ? true : undefined}
					aria-describedby={`${id}-help`}
					onChange={({ currentTarget }) => {
						if (currentTarget.value === '') return onChange(none === undefined ? min : null);
						onChange(Math.trunc(Number(currentTarget.value)));
					}}
				/>
				{unit !== undefined && <span className="unit">{unit}</span>}
			</div>
		</Frame>
	);
}

interface SelectProps<Value extends string> extends Common {
	readonly value: Value;
	readonly onChange: (value: Value) => void;
	readonly options: readonly (readonly [Value, string])[];
}
export function SelectField<Value extends string>(props: SelectProps<Value>) {
	const id = useId();
	const { value, onChange, options, disabled } = props;
	return (
		<Frame id={id} {...props}>
			<div className="input select">
				<select
					id={id}
					value={value}
					disabled={disabled}
					aria-describedby={`${id}-help`}
					onChange={(event) => onChange(event.currentTarget.value as Value)}
				>
					{options.map(([name, label]) => (
						<option key={name} value={name}>
							{label}
						</option>
					))}
				</select>
				<Icon name="down" />
			</div>
		</Frame>
	);
}

interface SegProps<Value extends string> extends SelectProps<Value> {}
/** Few choices side by side. */
export function SegField<Value extends string>(props: SegProps<Value>) {
	const name = useId();
	const { label, aside, help, value, onChange, options, disabled } = props;
	return (
		<fieldset className="field" disabled={disabled}>
			<legend>
				{label}
				{aside !== undefined && <span className="dim"> {aside}</span>}
			</legend>
			<div className="seg">
				{options.map(([option, text]) => (
					<label key={option} className={option === value ? 'on' : ''}>
						<input
							type="radio"
							name={name}
							checked={option === value}
							onChange={() => onChange(option)}
						/>
						{text}
					</label>
				))}
			</div>
			{help !== undefined && <p className="help">{help}</p>}
		</fieldset>
	);
}

interface SwitchProps extends Common {
	readonly isOn: boolean;
	readonly onChange: (isOn: boolean) => void;
}
export function SwitchField({ label, help, isOn, onChange, disabled }: SwitchProps) {
	const id = useId();
	return (
		<div className="switch-field">
			<input
				id={id}
				type="checkbox"
				role="switch"
				className="switch"
				checked={isOn}
				disabled={disabled}
				aria-describedby={help === undefined ? undefined : `${id}-help`}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<label htmlFor={id}>{label}</label>
			{help !== undefined && (
				<p className="help" id={`${id}-help`}>
					{help}
				</p>
			)}
		</div>
	);
}
