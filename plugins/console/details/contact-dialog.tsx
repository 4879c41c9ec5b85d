import { useState } from '@wordpress/element';
import type { VisitorView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { words as shellWords } from '../shell/words.ts';
import { words } from './words.ts';

interface Props {
	/** One line that everybody must see first, instead of name and contact. */
	readonly isFlag: boolean;
	readonly visitor: VisitorView | null;
	readonly onSave: (body: object) => void;
	readonly onClose: () => void;
}

export function ContactDialog({ isFlag, visitor, onSave, onClose }: Props) {
	const [fields, setFields] = useState<Record<string, string>>(
		isFlag
			? { flag: '' }
			: {
					name: visitor?.name ?? '',
					email: visitor?.email ?? '',
					phone: visitor?.phone ?? '',
				},
	);
	const labels: Readonly<Record<string, string>> = {
		flag: words.flagText,
		name: words.name,
		email: words.email,
		phone: words.phone,
	};
	const types: Readonly<Record<string, string>> = { email: 'email', phone: 'tel' };
	const save = () => {
		if (!isFlag || fields['flag']?.trim()) onSave(fields);
	};
	return (
		<Dialog
			title={isFlag ? words.flag : words.correct}
			onClose={onClose}
			onSubmit={save}
			footer={
				<>
					<Button onClick={onClose}>{shellWords.cancel}</Button>
					<Button kind="primary" type="submit">
						{words.save}
					</Button>
				</>
			}
		>
			<div className="stack">
				{isFlag && <p>{words.flagMore}</p>}
				{Object.entries(fields).map(([name, value]) => (
					<div key={name} className="field">
						<label htmlFor={`contact-${name}`}>{labels[name]}</label>
						<div className="input">
							<input
								id={`contact-${name}`}
								type={types[name] ?? 'text'}
								dir="auto"
								maxLength={name === 'flag' ? 120 : 254}
								value={value}
								onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
							/>
						</div>
					</div>
				))}
			</div>
		</Dialog>
	);
}
