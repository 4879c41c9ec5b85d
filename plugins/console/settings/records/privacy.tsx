import '../../styles/sites.css';
import { NumberField } from '../fields.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { SectionPage } from '../site/section-page.tsx';
import { words as settingsWords } from '../words.ts';
import { FindVisitor } from './find-visitor.tsx';
import { words } from './words.ts';

/** How long a site keeps what was said, and what a visitor may ask for. */
export function PrivacyPage({ sub }: SettingsPageProps) {
	return (
		<SectionPage page="privacy" title={settingsWords.privacy} part="privacy" sub={sub}>
			{({ value: { privacy }, change }) => (
				<>
					<section className="section">
						<h3>{words.keep}</h3>
						<NumberField
							label={words.keepFor}
							help={words.keepMore}
							value={privacy.keepMonths}
							min={1}
							max={240}
							unit={words.months}
							none={words.forEver}
							onChange={(keepMonths) => change({ privacy: { ...privacy, keepMonths } })}
						/>
						{privacy.keepMonths !== null && <p className="help">{words.backupsKeep}</p>}
					</section>
					<FindVisitor />
				</>
			)}
		</SectionPage>
	);
}
