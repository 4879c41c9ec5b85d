import { useState } from '@wordpress/element';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { locale } from '../../format.ts';
import { Dialog } from '../../shell/dialog.tsx';
import { toast } from '../../shell/toast.tsx';
import { fill } from '../../strings.ts';
import type { WholeSite } from '../site/use-site.ts';
import { Copyable } from './copyable.tsx';
import { words } from './words.ts';

interface NewKey {
	readonly kid: string;
	readonly secret: string;
}

/** By which the owner's server signs who a visitor is. A secret is shown when it is made, and never again. */
export function Keys({ site }: { readonly site: WholeSite }) {
	const [made, setMade] = useState<NewKey | null>(null);
	const [dropping, setDropping] = useState<string | null>(null);
	const path = `/api/v1/sites/${site.id}/identity-keys`;
	const failed = (error: unknown): void =>
		toast(error instanceof ApiError ? error.message : words.failed);
	const make = (): void => void post<NewKey>(path).then(setMade, failed);
	const drop = (kid: string): void =>
		void post(`${path}/${kid}/delete`)
			.then(() => toast(words.dropped), failed)
			.then(() => setDropping(null));
	return (
		<section className="section">
			<h3>
				{words.keys} <span>{words.keysMore}</span>
			</h3>
			{site.identityKeys.length === 0 && <p className="help">{words.keysNone}</p>}
			<ul className="lines origins">
				{site.identityKeys.map(({ kid, createdAt }) => (
					<li key={kid}>
						<code>{kid}</code>
						<span className="sub">
							{fill(words.made, { date: new Date(createdAt).toLocaleDateString(locale) })}
						</span>
						<Button aria-label={fill(words.dropOf, { kid })} onClick={() => setDropping(kid)}>
							{words.drop}
						</Button>
					</li>
				))}
			</ul>
			<Button icon="plus" onClick={make}>
				{words.makeKey}
			</Button>
			{made !== null && (
				<Dialog
					title={words.newKey}
					onClose={() => setMade(null)}
					onSubmit={() => setMade(null)}
					footer={
						<Button kind="primary" type="submit">
							{words.done}
						</Button>
					}
				>
					<div className="stack">
						<p className="dim">{words.newKeyMore}</p>
						<Copyable label={words.kid} text={made.kid} />
						<Copyable label={words.secret} text={made.secret} />
					</div>
				</Dialog>
			)}
			{dropping !== null && (
				<Dialog
					title={fill(words.dropQuestion, { kid: dropping })}
					onClose={() => setDropping(null)}
					onSubmit={() => drop(dropping)}
					footer={
						<>
							<Button kind="quiet" onClick={() => setDropping(null)}>
								{words.cancel}
							</Button>
							<Button kind="danger" type="submit">
								{words.drop}
							</Button>
						</>
					}
				>
					<p className="dim">{words.dropMore}</p>
				</Dialog>
			)}
		</section>
	);
}
