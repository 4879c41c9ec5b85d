import { useId, useState } from '@wordpress/element';
import { Button } from '../../button.tsx';
import { momentOf } from '../../format.ts';
import { Icon } from '../../icon.tsx';
import { fill } from '../../strings.ts';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

/** As a browser names a website: what follows the name is cut off. Null: it is none. */
function originOf(text: string): string | null {
	const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`;
	if (text === '' || text.includes('*') || !URL.canParse(whole)) return null;
	return new URL(whole).origin;
}
const isLocal = (origin: string): boolean => /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin);
/** Anybody can say to be another website, so no long list is made of that. */
const mostOthers = 3;

/** The websites that may show the chat (D29). */
export function Where({ site: { seen }, value: { origins }, change }: SectionProps) {
	const id = useId();
	const [text, setText] = useState('');
	const [isWrong, setWrong] = useState(false);
	const seenAt = new Map(seen.map(({ origin, at }) => [origin, at]));
	const others = seen.filter(({ origin }) => !origins.includes(origin)).slice(0, mostOthers);
	const add = (given: string): void => {
		const origin = originOf(given.trim());
		setWrong(origin === null);
		if (origin === null) return;
		setText('');
		if (!origins.includes(origin)) change({ origins: [...origins, origin] });
	};
	const when = (origin: string): string => {
		const at = seenAt.get(origin);
		return at === undefined
			? words.neverSeen
			: fill(words.seen, { time: momentOf(at, Date.now()) });
	};
	return (
		<section className="section">
			<h3>{words.where}</h3>
			{origins.length === 0 && (
				<p className="callout warn" role="note">
					<Icon name="alert" />
					<span>{words.anywhere}</span>
				</p>
			)}
			<ul className="lines origins">
				{origins.map((origin) => (
					<li key={origin}>
						<Icon
							name={isLocal(origin) ? 'alert' : seenAt.has(origin) ? 'check' : 'globe'}
							className={isLocal(origin) ? 'warn' : seenAt.has(origin) ? 'good' : 'dim'}
						/>
						<code>{origin}</code>
						<span className={isLocal(origin) ? 'sub warn' : 'sub'}>
							{isLocal(origin) ? words.localhost : when(origin)}
						</span>
						<Button
							kind="quiet"
							icon="close"
							aria-label={fill(words.removeOf, { what: origin })}
							onClick={() => change({ origins: origins.filter((one) => one !== origin) })}
						/>
					</li>
				))}
			</ul>
			<div className="field">
				<label htmlFor={id}>{words.newOrigin}</label>
				<div className="field-row">
					<div className="input">
						<input
							id={id}
							className="mono"
							placeholder="https://"
							value={text}
							aria-invalid={isWrong || undefined}
							aria-describedby={isWrong ? `${id}-help` : undefined}
							onChange={(event) => setText(event.currentTarget.value)}
							onKeyDown={(event) => event.key === 'Enter' && add(text)}
						/>
					</div>
					<Button icon="plus" onClick={() => add(text)}>
						{words.addOrigin}
					</Button>
				</div>
				{isWrong && (
					<p className="help bad" id={`${id}-help`} role="alert">
						{words.originWrong}
					</p>
				)}
			</div>
			{others.length > 0 && (
				<>
					{origins.length > 0 && <p className="help">{words.elsewhere}</p>}
					<ul className="lines origins">
						{others.map(({ origin }) => (
							<li key={origin}>
								<code>{origin}</code>
								<span className="sub">{when(origin)}</span>
								<Button
									kind="quiet"
									icon="plus"
									aria-label={`${words.addOrigin}: ${origin}`}
									onClick={() => add(origin)}
								/>
							</li>
						))}
					</ul>
				</>
			)}
		</section>
	);
}
