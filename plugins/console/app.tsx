import { useEffect, useState } from '@wordpress/element';
import { Join } from './account/join.tsx';
import { Reset } from './account/reset.tsx';
import { SetUp } from './account/set-up.tsx';
import { SignIn } from './account/sign-in.tsx';
import { words as accountWords } from './account/words.ts';
import { ApiError, whoAmI, type Me } from './api.ts';
import { Button } from './button.tsx';
import { Shell } from './shell/shell.tsx';
import { strings } from './strings.ts';

type Stage =
	| { kind: 'asking' }
	| { kind: 'failed'; why: string }
	| { kind: 'signed-out'; news?: string }
	| { kind: 'set-up' | 'join' | 'reset' }
	| { kind: 'in'; me: Me };

/** Pages behind links that work once. */
const linkPages: Readonly<Record<string, Stage>> = {
	'/console/setup': { kind: 'set-up' },
	'/console/join': { kind: 'join' },
	'/console/reset': { kind: 'reset' },
};

/** Who is here decides what is shown. */
export function App() {
	const [stage, setStage] = useState<Stage>(
		() => linkPages[location.pathname] ?? { kind: 'asking' },
	);

	useEffect(() => {
		if (stage.kind !== 'asking') return;
		whoAmI().then(
			(me) => setStage(me === null ? { kind: 'signed-out' } : { kind: 'in', me }),
			// The server's own words, if it gave any.
			(error: unknown) =>
				setStage({
					kind: 'failed',
					why:
						error instanceof ApiError && error.code !== 'no_answer'
							? error.message
							: strings.failedMore,
				}),
		);
	}, [stage.kind]);

	const enter = (me: Me) => {
		// The one-time code must not stay in the address, nor in the history.
		history.replaceState(null, '', '/console');
		setStage({ kind: 'in', me });
	};

	switch (stage.kind) {
		case 'asking':
			return <main className="blank" aria-busy="true" aria-label={strings.loading} />;
		case 'failed':
			return (
				<main className="blank">
					<div className="empty" role="alert">
						<h1>{strings.failed}</h1>
						<p>{stage.why}</p>
						<Button onClick={() => setStage({ kind: 'asking' })}>{strings.tryAgain}</Button>
					</div>
				</main>
			);
		case 'set-up':
			return <SetUp onDone={enter} />;
		case 'join':
			return <Join onDone={enter} />;
		case 'reset':
			return (
				<Reset
					onDone={() => {
						history.replaceState(null, '', '/console');
						setStage({ kind: 'signed-out', news: accountWords.resetSaved });
					}}
				/>
			);
		case 'signed-out':
			return <SignIn onDone={enter} {...(stage.news === undefined ? {} : { news: stage.news })} />;
		case 'in':
			return <Shell me={stage.me} onSignedOut={() => setStage({ kind: 'signed-out' })} />;
	}
}
