import type { SessionView } from '../../../../shared/views/people-view.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { useResource } from '../../shell/resource.ts';
import { Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { browserOf } from './browser-of.ts';
import { whenOf } from './moments.ts';
import { ownWords } from './own-words.ts';

const path = '/api/v1/me/sessions';

/** Browsers where this agent is signed in, the one that asks first. */
export function Sessions() {
	const { data, error, reload } = useResource<readonly SessionView[]>(path);
	const end = (sub: string, said: string): void => {
		post(`${path}${sub}/delete`)
			.then(
				() => toast(said),
				(failure: unknown) => toast((failure as Error).message),
			)
			.finally(reload);
	};
	const list = [...(data ?? [])].sort((a, b) => Number(b.isThis) - Number(a.isThis));
	return (
		<section className="section" aria-label={ownWords.sessions}>
			<h3>
				{ownWords.sessions} <span>{ownWords.sessionsMore}</span>
			</h3>
			{data === null && error === null && <Loading rows={2} onRetry={reload} />}
			{data === null && error !== null && <Failed why={error} onRetry={reload} />}
			<ul className="lined">
				{list.map((session) => (
					<li key={session.id}>
						<span className="words">
							<b>
								{nameOf(session)}{' '}
								{session.isThis && <span className="pill good">{ownWords.thisOne}</span>}
							</b>
							<small>{placeOf(session)}</small>
						</span>
						{!session.isThis && (
							<Button
								kind="quiet"
								aria-label={`${ownWords.end}: ${nameOf(session)}`}
								onClick={() => end(`/${session.id}`, ownWords.ended)}
							>
								{ownWords.end}
							</Button>
						)}
					</li>
				))}
			</ul>
			{list.length > 1 && (
				<Button className="after" onClick={() => end('', ownWords.endedOthers)}>
					{ownWords.endOthers}
				</Button>
			)}
		</section>
	);
}

function nameOf({ userAgent }: SessionView): string {
	const { browser, system } = browserOf(userAgent);
	if (browser === null) return ownWords.unknownBrowser;
	return system === null ? browser : fill(ownWords.browserOn, { browser, system });
}

const placeOf = ({ address, lastSeenAt }: SessionView): string =>
	fill(address === '' ? ownWords.seen : ownWords.place, { address, time: whenOf(lastSeenAt) });
