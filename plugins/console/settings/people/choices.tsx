import type { AgentPrefs } from '../../../../shared/site/agent-prefs.ts';
import { post } from '../../api.ts';
import { chooseLanguage, language } from '../../shell/in-language.ts';
import { useResource } from '../../shell/resource.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { SelectField, SwitchField } from '../fields.tsx';
import { words as settingsWords } from '../words.ts';
import { ownWords } from './own-words.ts';

const path = '/api/v1/me/prefs';
const optionsOf = <Key extends string>(labels: Readonly<Record<Key, string>>) =>
	(Object.keys(labels) as Key[]).map((key) => [key, labels[key]] as const);

/** Saved at once: status at sign-in, colours, language, keys. */
export function Choices() {
	const { data, error, reload, set } = useResource<AgentPrefs>(path, 'prefs');
	if (data === null)
		return error === null ? <Loading rows={2} /> : <Failed why={error} onRetry={reload} />;

	function change(part: Partial<AgentPrefs>): Promise<void> {
		set({ ...(data as AgentPrefs), ...part });
		return post<AgentPrefs>(path, part).then(
			(saved) => {
				set(saved);
				toast(settingsWords.saved);
			},
			(failure: unknown) => {
				toast((failure as Error).message);
				reload();
			},
		);
	}
	async function speak(chosen: AgentPrefs['language']): Promise<void> {
		await change({ language: chosen });
		const next = chosen === 'auto' ? navigator.language.slice(0, 2) : chosen;
		const isKnown = next === 'de' ? 'de' : 'en';
		// Words are chosen when the page is loaded.
		if (isKnown !== language && chooseLanguage(isKnown)) location.reload();
	}
	return (
		<>
			<section className="section stack" aria-label={ownWords.atSignIn}>
				<h3>{ownWords.atSignIn}</h3>
				<SwitchField
					label={ownWords.availableAtSignIn}
					help={ownWords.availableMore}
					isOn={data.availableAtSignIn}
					onChange={(availableAtSignIn) => void change({ availableAtSignIn })}
				/>
			</section>
			<section className="section stack" aria-label={ownWords.look}>
				<h3>{ownWords.look}</h3>
				<div className="two">
					<SelectField
						label={ownWords.theme}
						value={data.theme}
						options={optionsOf(ownWords.themes)}
						onChange={(theme) => void change({ theme })}
					/>
					<SelectField
						label={ownWords.language}
						value={data.language}
						options={optionsOf(ownWords.languages)}
						onChange={(chosen) => void speak(chosen)}
					/>
				</div>
				<SwitchField
					label={ownWords.letterKeys}
					help={ownWords.letterKeysMore}
					isOn={data.keys}
					onChange={(keys) => void change({ keys })}
				/>
			</section>
		</>
	);
}
