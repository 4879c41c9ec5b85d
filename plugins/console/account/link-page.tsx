import { useEffect, useState } from '@wordpress/element';
import type { ReactNode } from 'react';
import { ApiError, post } from '../api.ts';
import { Mark } from '../icon.tsx';
import { strings } from '../strings.ts';
import { words } from './words.ts';

/** What is known of a link before its form is filled in. */
type Stage<Known> =
	| { readonly kind: 'asking' }
	| { readonly kind: 'form'; readonly known: Known }
	| { readonly kind: 'used' }
	| { readonly kind: 'failed'; readonly why: string };

/** A page behind a link that works once: looks whether it still does, then shows the form. */
export function LinkPage<Known>({
	checkPath,
	usedMore,
	children,
}: {
	/** Answers what the form shows, or `code_used`. */
	readonly checkPath: string;
	readonly usedMore: string;
	readonly children: (known: Known, code: string, onUsed: () => void) => ReactNode;
}) {
	// In the part of the address that is never sent to a server or written into its log.
	const [code] = useState(() => location.hash.slice(1));
	const [stage, setStage] = useState<Stage<Known>>({ kind: 'asking' });
	useEffect(() => {
		if (code === '') return;
		post<Known>(checkPath, { code }).then(
			(known) => setStage({ kind: 'form', known }),
			(error: unknown) =>
				setStage(
					error instanceof ApiError && error.code === 'code_used'
						? { kind: 'used' }
						: { kind: 'failed', why: (error as Error).message },
				),
		);
	}, [code, checkPath]);
	// A new link that is opened in the same tab changes that part only.
	useEffect(() => {
		const reload = () => location.reload();
		window.addEventListener('hashchange', reload);
		return () => window.removeEventListener('hashchange', reload);
	}, []);
	if (code === '') return <NoWay title={words.linkPart} more={words.linkPartMore} />;
	switch (stage.kind) {
		case 'asking':
			return <main className="blank" aria-busy="true" aria-label={strings.loading} />;
		case 'used':
			return <NoWay title={words.linkUsed} more={usedMore} />;
		case 'failed':
			return <NoWay title={strings.failed} more={stage.why} />;
		case 'form':
			return children(stage.known, code, () => setStage({ kind: 'used' }));
	}
}

/** A link that leads nowhere: why, and the way for those who have an account. */
function NoWay({ title, more }: { readonly title: string; readonly more: string }) {
	return (
		<main className="account">
			<Mark />
			<div role="alert">
				<h1>{title}</h1>
				<p className="more">{more}</p>
			</div>
			<a className="link" href="/console">
				{strings.toSignIn}
			</a>
		</main>
	);
}
