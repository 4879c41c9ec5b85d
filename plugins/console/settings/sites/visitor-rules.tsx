import { Icon } from '../../icon.tsx';
import { SegField, SelectField, TextField } from '../fields.tsx';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

/** What is asked after the chat, what is sent before somebody acts, and the other ways to reach the owner (D30, G22). */
export function VisitorRules({ value, change }: SectionProps) {
	const { rating, mode, contact, privacyUrl } = value;
	return (
		<>
			<section className="section stack">
				<h3>{words.after}</h3>
				<SelectField
					label={words.rating}
					value={rating}
					options={[
						['satisfaction', words.satisfaction],
						['effort', words.effort],
						['both', words.both],
						['none', words.none],
					]}
					onChange={(asked) => change({ rating: asked })}
				/>
			</section>
			<section className="section stack">
				<h3>{words.privacy}</h3>
				<SegField
					label={words.mode}
					value={mode}
					options={[
						['quiet', words.quiet],
						['watch', words.watch],
					]}
					onChange={(chosen) => change({ mode: chosen })}
				/>
				{mode === 'watch' && (
					<p className="callout warn" role="note">
						<Icon name="alert" />
						<span>{words.watchWarn}</span>
					</p>
				)}
				<div className="two">
					<TextField
						label={words.contactEmail}
						type="email"
						maxLength={254}
						value={contact.email}
						onChange={(email) => change({ contact: { ...contact, email } })}
					/>
					<TextField
						label={words.contactPhone}
						type="tel"
						maxLength={40}
						value={contact.phone}
						onChange={(phone) => change({ contact: { ...contact, phone } })}
					/>
				</div>
				<TextField
					label={words.privacyUrl}
					type="url"
					placeholder="https://"
					value={privacyUrl ?? ''}
					onChange={(url) => change({ privacyUrl: url === '' ? null : url })}
				/>
			</section>
		</>
	);
}
