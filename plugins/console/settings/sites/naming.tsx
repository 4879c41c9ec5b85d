import { widgetLanguages } from '../../../../shared/site/languages.ts';
import { locale } from '../../format.ts';
import { SelectField, TextField } from '../fields.tsx';
import { Copyable } from './copyable.tsx';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

const names = new Intl.DisplayNames([locale], { type: 'language' });

/** Name, language, and the code that puts the chat on pages (G51, G52). */
export function Naming({ site, value, change }: SectionProps) {
	const tags = new Set<string>(
		[...widgetLanguages, value.language].filter((tag) => tag !== 'auto'),
	);
	return (
		<section className="section stack">
			<h3>{words.name}</h3>
			<div className="two">
				<TextField
					label={words.siteName}
					aside={words.visitorsSee}
					maxLength={80}
					value={value.name}
					onChange={(name) => change({ name })}
				/>
				<SelectField
					label={words.language}
					aside={words.languageHelp}
					value={value.language}
					options={[
						['auto', words.auto],
						...[...tags].map((tag) => [tag, names.of(tag) ?? tag] as const),
					]}
					onChange={(language) => change({ language })}
				/>
			</div>
			<Copyable label={words.code} help={words.codeHelp} text={site.snippet} />
		</section>
	);
}
