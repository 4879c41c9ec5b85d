import { useState } from '@wordpress/element';
import type { GroupView } from '../../../shared/views/desk-view.ts';
import type { ConversationView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { useDesk } from '../shell/desk.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { useResource } from '../shell/resource.ts';
import { toast } from '../shell/toast.tsx';
import { useSites } from '../shell/use-sites.ts';
import { words as shellWords } from '../shell/words.ts';
import { fill } from '../strings.ts';
import { words } from './head-words.ts';
import { personOf } from './person.ts';
import { TargetList } from './target-list.tsx';
import { targetsOf, type Target } from './transfer-targets.ts';

interface Props {
	readonly view: ConversationView;
	/** The visitor can be asked first: somebody who is in the conversation passes it on. */
	readonly mayAsk: boolean;
	readonly onClose: () => void;
}

/** To whom, what happens when nobody is there, and what the next one should know (M33, L19). */
export function TransferDialog({ view, mayAsk, onClose }: Props) {
	const { me, client, state } = useDesk();
	const { data: groups } = useResource<readonly GroupView[]>('/api/v1/groups', 'groups');
	const routing = useSites().find(({ id }) => id === view.site)?.settings?.routing;
	const [chosen, choose] = useState<Target | null>(null);
	const [whenAbsent, setWhenAbsent] = useState<'wait' | 'later'>('wait');
	const [note, setNote] = useState('');
	const [asks, setAsks] = useState<boolean | null>(null);
	const [isMissing, setMissing] = useState(false);

	const targets = targetsOf(state, groups ?? [], view, me.id);
	// As it stands now: while the dialog is open somebody may have gone.
	const target =
		targets.find(({ kind, id }) => kind === chosen?.kind && id === chosen.id) ?? chosen;
	const visitor = personOf(state, view).short;
	const short = target === null ? '' : shortOf(target);
	const isAsked = mayAsk && (asks ?? routing?.askBeforeTransfer ?? false);
	const needsNote = routing?.reasonRequired ?? false;

	function pass(): void {
		if (target === null) return;
		const text = note.trim();
		if (needsNote && text === '') return setMissing(true);
		// First: who gets it finds it there.
		if (text !== '') client.act({ type: 'note.send', conversation: view.id, text });
		client.act({
			type: 'conversation.transfer',
			conversation: view.id,
			to: target.id,
			toKind: target.kind,
			// The note says it, and says it to the team only once.
			reason: '',
			...(isAsked ? { ask: true } : {}),
			...(target.isThere ? {} : { whenAbsent }),
		});
		toast(
			isAsked
				? fill(words.askedTransfer, { visitor, name: short })
				: fill(words.passedOn, { name: short }),
		);
		onClose();
	}
	return (
		<Dialog
			className="transfer"
			title={fill(words.transferTitle, { name: visitor })}
			onClose={onClose}
			onSubmit={pass}
			footer={
				<>
					<p className="dim">
						{target === null
							? words.choose
							: fill(words.getsAll, { name: short, n: view.messageCount })}
					</p>
					<Button onClick={onClose}>{shellWords.cancel}</Button>
					<Button
						kind="primary"
						type="submit"
						disabled={target === null || state.link.kind !== 'open'}
					>
						{target === null ? words.transfer : fill(words.transferTo, { name: short })}
					</Button>
				</>
			}
		>
			<TargetList targets={targets} chosen={target} onChoose={choose} />
			<div className="how">
				{target === null ? (
					<p className="dim none">{words.choose}</p>
				) : (
					<>
						{!target.isThere && (
							<fieldset className="choices">
								<legend>
									{fill(target.kind === 'agent' ? words.absentTitle : words.absentGroup, {
										name: short,
									})}
								</legend>
								{(['wait', 'later'] as const).map((name) => (
									<label key={name} className={`choice ${whenAbsent === name ? 'on' : ''}`}>
										<input
											type="radio"
											name="when-absent"
											checked={whenAbsent === name}
											onChange={() => setWhenAbsent(name)}
										/>
										<span>
											{fill(name === 'wait' ? words.wait : words.later, { name: short })}
											<span className="sub">
												{fill(name === 'wait' ? words.waitMore : words.laterMore, {
													visitor,
													name: short,
												})}
											</span>
										</span>
									</label>
								))}
							</fieldset>
						)}
						<div className="field">
							<label htmlFor="transfer-note">
								<Icon name="lock" /> {fill(words.shouldKnow, { name: short })}{' '}
								<span>{words.onlyTeam}</span>
							</label>
							<textarea
								id="transfer-note"
								className="area as-note"
								rows={3}
								dir="auto"
								value={note}
								aria-required={needsNote}
								aria-invalid={isMissing}
								aria-describedby={isMissing ? 'transfer-missing' : undefined}
								onChange={({ currentTarget }) => {
									setMissing(false);
									setNote(currentTarget.value);
								}}
							/>
							{isMissing && (
								<p id="transfer-missing" className="help bad" role="alert">
									{fill(words.needNote, { name: short })}
								</p>
							)}
						</div>
						{mayAsk && (
							<label className="check">
								<input
									type="checkbox"
									checked={isAsked}
									onChange={({ currentTarget }) => setAsks(currentTarget.checked)}
								/>
								<span>
									{fill(words.askFirst, { visitor })}
									<span className="sub">{words.askFirstMore}</span>
								</span>
							</label>
						)}
						<div className="reads">
							<h3>{fill(words.willRead, { visitor })}</h3>
							<p dir="auto">
								{fill(target.kind === 'agent' ? words.passes : words.passesGroup, {
									me: me.name,
									name: target.name,
								})}
							</p>
						</div>
					</>
				)}
			</div>
		</Dialog>
	);
}

const shortOf = ({ kind, name }: Target): string =>
	kind === 'agent' ? (name.split(/\s+/)[0] ?? name) : name;
