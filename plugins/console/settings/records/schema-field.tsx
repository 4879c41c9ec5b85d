import { useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { AreaField, NumberField, SelectField, SwitchField, TextField } from '../fields.tsx';
import { words } from './words.ts';

type Schema = Readonly<Record<string, unknown>>;

/** One property of a plugin's settings, as its JSON Schema has it. */
export interface FieldSchema {
	readonly name: string;
	readonly schema: Schema;
	readonly isRequired: boolean;
}

const isSchema = (value: unknown): value is Schema =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export function fieldsOf(form: Schema): readonly FieldSchema[] {
	const { properties, required } = form;
	if (!isSchema(properties)) return [];
	const needed = Array.isArray(required) ? (required as unknown[]) : [];
	return Object.entries(properties).flatMap(([name, schema]) =>
		isSchema(schema) ? [{ name, schema, isRequired: needed.includes(name) }] : [],
	);
}

interface Props {
	readonly field: FieldSchema;
	readonly value: unknown;
	/** As it is on the server: a secret that is set is kept by sending this back. */
	readonly stored: unknown;
	readonly onChange: (value: unknown) => void;
}

/** A field for text, figure, choice, switch or secret; what has a shape of its own is written as JSON. */
export function SchemaField({ field: { name, schema }, value, stored, onChange }: Props) {
	const { type, description, default: usual } = schema;
	const label = nameOf(name);
	const help = typeof description === 'string' ? description : undefined;
	const common = { label, ...(help === undefined ? {} : { help }) };
	const choices = schema['enum'];
	if (schema['secret'] === true)
		return <SecretField {...common} value={value} stored={stored} onChange={onChange} />;
	if (Array.isArray(choices)) {
		const options = (choices as unknown[]).map((one) => [String(one), String(one)] as const);
		const [given] = [value, usual].filter((one) => typeof one === 'string');
		const shown = given ?? options[0]?.[0] ?? '';
		return <SelectField {...common} value={shown} options={options} onChange={onChange} />;
	}
	if (type === 'boolean')
		return <SwitchField {...common} isOn={(value ?? usual) === true} onChange={onChange} />;
	if (type === 'integer' || type === 'number')
		return (
			<NumberField
				{...common}
				value={typeof value === 'number' ? value : typeof usual === 'number' ? usual : null}
				min={limit(schema['minimum'], 0)}
				max={limit(schema['maximum'], 1_000_000)}
				none=""
				onChange={(n) => onChange(n ?? undefined)}
			/>
		);
	if (type === 'string')
		return (
			<TextField
				{...common}
				value={typeof value === 'string' ? value : ''}
				onChange={(text) => onChange(text === '' ? undefined : text)}
			/>
		);
	return <JsonField {...common} value={value} onChange={onChange} />;
}

const limit = (given: unknown, usual: number): number =>
	typeof given === 'number' && Math.abs(given) < Number.MAX_SAFE_INTEGER ? given : usual;

/** `signingSecret` is "Signing secret". */
function nameOf(name: string): string {
	const spaced = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
	return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function SecretField({
	label,
	help,
	value,
	stored,
	onChange,
}: { readonly label: string; readonly help?: string } & Omit<Props, 'field'>) {
	const isKept = stored !== undefined && typeof value !== 'string';
	if (isKept)
		return (
			<div className="field">
				<span className="label">{label}</span>
				<div className="field-row">
					<span className="dim">{words.isSet}</span>
					<Button aria-label={`${words.change}: ${label}`} onClick={() => onChange('')}>
						{words.change}
					</Button>
				</div>
			</div>
		);
	return (
		<div className="field-row searched">
			<TextField
				label={label}
				{...(help === undefined ? {} : { help })}
				type="password"
				value={typeof value === 'string' ? value : ''}
				onChange={(text) => onChange(text === '' && stored === undefined ? undefined : text)}
			/>
			{stored !== undefined && (
				<Button kind="quiet" onClick={() => onChange(stored)}>
					{words.keepSecret}
				</Button>
			)}
		</div>
	);
}

function JsonField({
	label,
	help,
	value,
	onChange,
}: { readonly label: string; readonly help?: string } & Pick<Props, 'value' | 'onChange'>) {
	const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
	const [isWrong, setWrong] = useState(false);
	const change = (next: string): void => {
		setText(next);
		try {
			onChange(next.trim() === '' ? undefined : (JSON.parse(next) as unknown));
			setWrong(false);
		} catch {
			setWrong(true);
		}
	};
	return (
		<AreaField
			label={label}
			aside={words.isJson}
			{...(help === undefined ? {} : { help })}
			error={isWrong ? words.wrongJson : null}
			value={text}
			onChange={change}
		/>
	);
}
