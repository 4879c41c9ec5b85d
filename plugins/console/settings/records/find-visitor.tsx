import { useState } from '@wordpress/element';
import type { FormEvent } from 'react';
import type { VisitorView } from '../../../../shared/views/event-view.ts';
import { Button } from '../../button.tsx';
import { visitorName } from '../../format.ts';
import { useResource } from '../../shell/resource.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { fill } from '../../strings.ts';
import { TextField } from '../fields.tsx';
import { EraseDialog, exportAddress } from './erase-dialog.tsx';
import { words } from './words.ts';

/** One visitor among all, to be given everything or to be forgotten. */
export function FindVisitor() {
	const [text, setText] = useState('');
	const [asked, setAsked] = useState('');
	const [erasing, setErasing] = useState<VisitorView | null>(null);
	const found = useResource<readonly VisitorView[]>(
		asked === '' ? null : `/api/v1/visitors?q=${encodeURIComponent(asked)}`,
	);
	const search = (event: FormEvent): void => {
		event.preventDefault();
		setAsked(text.trim());
		if (asked === text.trim()) found.reload();
	};
	return (
		<section className="section">
			<h3>
				{words.requests} <span>{words.requestsMore}</span>
			</h3>
			<form className="field-row searched" role="search" onSubmit={search}>
				<TextField label={words.find} help={words.findHelp} value={text} onChange={setText} />
				<Button icon="search" type="submit">
					{words.search}
				</Button>
			</form>
			{asked !== '' && found.data === null && found.error === null && <Loading rows={2} />}
			{found.error !== null && <Failed why={found.error} onRetry={found.reload} />}
			{found.data?.length === 0 && (
				<Empty icon="user" title={words.noneFound}>
					{words.noneFoundMore}
				</Empty>
			)}
			<ul className="lines">
				{(found.data ?? []).map((visitor) => {
					const name = visitorName(visitor.id, visitor.name);
					return (
						<li key={visitor.id}>
							<div className="words">
								<b dir="auto">{name}</b>
								<span className="sub">
									{[visitor.email, visitor.phone].filter(Boolean).join(', ')}
								</span>
							</div>
							<span className="acts">
								<a
									className="btn"
									href={exportAddress(visitor.id)}
									download
									aria-label={fill(words.exportOf, { name })}
								>
									{words.export}
								</a>
								<Button
									kind="danger"
									aria-label={fill(words.eraseOf, { name })}
									onClick={() => setErasing(visitor)}
								>
									{words.erase}
								</Button>
							</span>
						</li>
					);
				})}
			</ul>
			{erasing !== null && (
				<EraseDialog
					visitor={erasing.id}
					name={visitorName(erasing.id, erasing.name)}
					onClose={() => setErasing(null)}
					onErased={found.reload}
				/>
			)}
		</section>
	);
}
