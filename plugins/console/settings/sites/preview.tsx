import { useEffect, useRef, useState } from '@wordpress/element';
import type { ReactNode } from 'react';
import { coloursOf } from '../../../../shared/colour/owner-colours.ts';
import type { PreviewScreen, ToPreview } from '../../../../shared/site/site-preview.ts';
import { Icon } from '../../icon.tsx';
import { locale } from '../../format.ts';
import { fill } from '../../strings.ts';
import type { WholeSite } from '../site/use-site.ts';
import type { SiteValue } from './site-draft.ts';
import { useLoaderSize, usePreview } from './use-preview.ts';
import { words } from './words.ts';

interface Props {
	readonly site: WholeSite;
	readonly value: SiteValue;
	/** Who answers in it. */
	readonly agent: string;
}

const screens: readonly (readonly [PreviewScreen, string])[] = [
	['home', words.home],
	['form', words.form],
	['talk', words.talk],
	['closed', words.closedTab],
];
const kilobytes = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** The panel as a visitor would meet it now, also with what is not saved yet. It makes no visitor and keeps nothing. */
export function Preview({ site, value, agent }: Props) {
	const frame = useRef<HTMLIFrameElement>(null);
	const [screen, setScreen] = useState<PreviewScreen>('home');
	const [isPhone, setPhone] = useState(false);
	const [isReady, setReady] = useState(false);
	const { preview, error } = usePreview(site, value);
	const size = useLoaderSize(site);
	const { prechat, look, texts } = value;
	const asksNothing =
		prechat.topics.length === 0 &&
		prechat.consentMonths === null &&
		[prechat.name, prechat.email, prechat.phone, prechat.question].every((mode) => mode === 'off');

	useEffect(() => {
		const hear = ({ source, data }: MessageEvent<{ type?: string }>): void => {
			if (source === frame.current?.contentWindow && data?.type === 'parley:preview-ready')
				setReady(true);
		};
		window.addEventListener('message', hear);
		return () => window.removeEventListener('message', hear);
	}, []);
	useEffect(() => {
		if (!isReady || preview === null) return;
		const sample = { agent, question: words.sampleQuestion, answer: words.sampleAnswer };
		const shown: ToPreview = { type: 'parley:preview', screen, sample, ...preview };
		// Its page has no origin of its own.
		frame.current?.contentWindow?.postMessage(shown, '*');
	}, [isReady, preview, screen, agent]);

	const accent = look.accent === null ? null : coloursOf(look.accent).light.accent;
	return (
		<aside className="preview" aria-label={words.preview}>
			<h3>{words.preview}</h3>
			<div className="preview-head">
				<Seg legend={words.screen} value={screen} options={screens} onChange={setScreen} />
				<Seg
					legend={words.device}
					value={isPhone ? 'phone' : 'desktop'}
					options={[
						['desktop', <Icon key="i" name="desktop" />, words.onDesktop],
						['phone', <Icon key="i" name="mobile" />, words.onPhone],
					]}
					onChange={(device) => setPhone(device === 'phone')}
				/>
			</div>
			<div className={`stage ${isPhone ? 'phone' : 'desktop'} ${look.side}`}>
				<div className="page-shape" aria-hidden="true">
					<u />
					<u />
					<u />
				</div>
				<iframe
					ref={frame}
					title={words.preview}
					src="/preview"
					sandbox="allow-scripts"
					tabIndex={-1}
				/>
				{!isPhone && (
					<span
						className="launcher"
						aria-hidden="true"
						style={accent === null ? {} : { background: accent, color: 'white' }}
					>
						<Icon name="bubble" />
						{look.label && <span>{texts.launcher || preview?.settings.name}</span>}
					</span>
				)}
			</div>
			<p className="help" role="status">
				{error !== null
					? fill(words.notShown, { why: error })
					: screen === 'form' && asksNothing
						? words.noForm
						: size === null
							? ''
							: fill(words.loads, { n: kilobytes.format(size / 1000) })}
			</p>
		</aside>
	);
}

function Seg<Value extends string>({
	legend,
	value,
	options,
	onChange,
}: {
	readonly legend: string;
	readonly value: Value;
	/** What is shown, and what is said where that is no word. */
	readonly options: readonly (readonly [Value, ReactNode, string?])[];
	readonly onChange: (value: Value) => void;
}) {
	return (
		<fieldset>
			<legend className="hidden">{legend}</legend>
			<div className="seg">
				{options.map(([option, shown, said]) => (
					<label key={option} className={option === value ? 'on' : ''} title={said}>
						<input
							type="radio"
							name={legend}
							aria-label={said}
							checked={option === value}
							onChange={() => onChange(option)}
						/>
						{shown}
					</label>
				))}
			</div>
		</fieldset>
	);
}
