import { useState } from '@wordpress/element';
import { wireLimits } from '../../../../shared/protocol/limits.ts';
import { replyLimits, type ReplyView } from '../../../../shared/views/reply-view.ts';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { useDesk } from '../../shell/desk.tsx';
import { go } from '../../shell/router.ts';
import { toast } from '../../shell/toast.tsx';
import { useSites } from '../../shell/use-sites.ts';
import { fill } from '../../strings.ts';
import { AreaField, SegField, TextField } from '../fields.tsx';
import { PageHead } from '../page-head.tsx';
import { SitesField } from '../people/sites-field.tsx';
import { SaveActs } from '../save-acts.tsx';
import { useDraft } from '../use-draft.ts';
import { fillReply } from '../../talk/canned.ts';
import { words } from './words.ts';

type Fields = Pick<ReplyView, 'key' | 'title' | 'text' | 'isShared' | 'sites'>;
interface Props {
	readonly reply: ReplyView;
	/** Not stored yet. */
	readonly isNew: boolean;
	readonly onSaved: () => void;
}

/** Said before it is sent, so that the field that is wrong says so itself. */
function problemIn({ key, title, text }: Fields): string | null {
	if (key === '') return words.missingKey;
	if (!/^[\p{L}\p{N}_-]+$/u.test(key)) return words.badKey;
	if (title.trim() === '') return words.missingTitle;
	return text.trim() === '' ? words.missingText : null;
}

/** Key, title, text, and who has it. */
export function EditReply({ reply, isNew, onSaved }: Props) {
	const { me, isLeader, mayAnswer } = useDesk();
	const sites = useSites();
	const [wasTried, setTried] = useState(false);
	const { id, rev } = reply;
	const draft = useDraft<Fields>(fieldsOf(reply), async (fields) => {
		setTried(true);
		const problem = problemIn(fields);
		if (problem !== null) throw new Error(problem);
		if (!isNew) await post(`/api/v1/replies/${id}`, { rev, ...fields });
		else {
			const made = await post<ReplyView>('/api/v1/replies', fields);
			// After the form is not "unsaved" any more.
			setTimeout(() => go('settings', 'replies', made.id, { replace: true }));
		}
		onSaved();
	});
	const { value, change, error } = draft;
	const mayChange = reply.mayChange && mayAnswer;
	const toList = (): void => go('settings', 'replies');

	function remove(): void {
		draft.discard();
		post(`/api/v1/replies/${id}/delete`).then(() => {
			toast(
				fill(words.removed, { key: reply.key }),
				() => void post('/api/v1/replies', fieldsOf(reply)).catch(failed),
			);
			onSaved();
			toList();
		}, failed);
	}
	const left = wireLimits.text - value.text.length;
	const badKey = value.key !== '' && !/^[\p{L}\p{N}_-]+$/u.test(value.key);
	const example = {
		name: 'Hanna Lindqvist',
		firstName: 'Hanna',
		agent: me.name,
		site: sites[0]?.name ?? null,
	};
	return (
		<>
			<PageHead
				title={isNew ? words.newReply : `#${reply.key}`}
				above={{ name: words.back, onGo: toList }}
			>
				<SaveActs draft={draft} />
			</PageHead>
			<div className="page-body">
				{error !== null && (
					<p className="callout bad" role="alert">
						{error}
					</p>
				)}
				{!mayChange && <p className="callout">{words.readOnly}</p>}
				<section className="section stack">
					<TextField
						label={words.key}
						isMono
						help={words.keyHelp}
						error={badKey ? words.badKey : wasTried && value.key === '' ? words.missingKey : null}
						value={value.key}
						maxLength={replyLimits.key}
						disabled={!mayChange}
						onChange={(key) => change({ key: key.replace(/^#/, '').trim() })}
					/>
					<TextField
						label={words.name}
						help={words.nameHelp}
						error={wasTried && value.title.trim() === '' ? words.missingTitle : null}
						value={value.title}
						maxLength={replyLimits.title}
						disabled={!mayChange}
						onChange={(title) => change({ title })}
					/>
					<AreaField
						label={words.text}
						help={left < 500 ? fill(words.left, { n: left }) : words.textHelp}
						error={wasTried && value.text.trim() === '' ? words.missingText : null}
						rows={6}
						value={value.text}
						maxLength={wireLimits.text}
						disabled={!mayChange}
						onChange={(text) => change({ text })}
					/>
					{value.text.trim() !== '' && (
						<figure className="reply-example">
							<figcaption>{words.example}</figcaption>
							<p dir="auto">{fillReply(value.text, example)}</p>
						</figure>
					)}
				</section>
				<section className="section stack">
					<SegField
						label={words.who}
						help={words.whoHelp}
						value={value.isShared ? 'shared' : 'own'}
						options={[
							['own', words.onlyMe],
							['shared', words.shared],
						]}
						disabled={!mayChange || !isLeader}
						onChange={(who) => change({ isShared: who === 'shared' })}
					/>
					{sites.length > 1 && (
						<SitesField
							value={value.sites}
							disabled={!mayChange}
							onChange={(chosen) => change({ sites: chosen })}
						/>
					)}
				</section>
				{!isNew && mayChange && (
					<section className="section">
						<Button kind="danger" icon="trash" onClick={remove}>
							{words.remove}
						</Button>
					</section>
				)}
			</div>
		</>
	);
}

const failed = (failure: unknown): void =>
	toast(failure instanceof ApiError ? failure.message : words.failed);

const fieldsOf = ({ key, title, text, isShared, sites }: ReplyView): Fields => ({
	key,
	title,
	text,
	isShared,
	sites,
});
