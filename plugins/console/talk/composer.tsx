import '../styles/canned.css';
import '../styles/composer.css';
import {
	useEffect,
	useId,
	useLayoutEffect,
	useRef,
	useState,
	useSyncExternalStore,
} from '@wordpress/element';
import type { KeyboardEvent } from 'react';
import { wireLimits } from '../../../shared/protocol/limits.ts';
import type { ReplyView } from '../../../shared/views/reply-view.ts';
import { useDesk } from '../shell/desk.tsx';
import { useKeys } from '../shell/keys.ts';
import { fill } from '../strings.ts';
import { AttachmentList } from './attachment-list.tsx';
import { attachmentsOf, mostFiles } from './attachments.ts';
import { fillReply, firstNameOf } from './canned.ts';
import { CannedList, optionId } from './canned-list.tsx';
import { words } from './composer-words.ts';
import { keepDraft, keptDraft, type Mode } from './drafts.ts';
import { edit, lastOwn } from './editing.ts';
import { EmojiPicker } from './emoji-picker.tsx';
import { ModeSwitch } from './mode-switch.tsx';
import { Tools } from './tools.tsx';
import { useCanned } from './use-canned.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useTyping } from './use-typing.ts';

/** `claims`: the first answer takes the conversation. `team` and `ended`: notes only. */
export type Reach = 'visitor' | 'claims' | 'team' | 'ended';

interface Props {
	/** The conversation. Another one is another composer: give it as `key` too. */
	readonly id: string;
	readonly reach: Reach;
}

const mostLines = 8;

/** Reply or note: another colour, another mark, another sentence and another button, so that nobody mistakes one for the other. */
export function Composer({ id, reach }: Props) {
	const { me, client, state } = useDesk();
	const [draft, setDraft] = useState(() => keptDraft(me.id, id));
	const [caret, setCaret] = useState(0);
	const [hasEmoji, showEmoji] = useState(false);
	const [hasFocus, setFocus] = useState(false);
	const [isFull, setFull] = useState(false);
	const field = useRef<HTMLTextAreaElement>(null);
	const form = useRef<HTMLFormElement>(null);
	/** Where the caret goes once the new text is in the field. */
	const caretTo = useRef<number | null>(null);
	const ids = { list: useId(), seen: useId() };
	const sayTyping = useTyping(client, id);

	const { wanted, texts } = draft;
	const mayReply = reach === 'visitor' || reach === 'claims';
	const replyFiles = attachmentsOf(`${me.id} ${id} reply`);
	// Half an answer stays one, though it cannot be sent now: the rest of the sentence must not become a note.
	const isHeld =
		!mayReply && wanted === 'reply' && (texts.reply !== '' || replyFiles.items.length > 0);
	const mode: Mode = mayReply || isHeld ? wanted : 'note';
	const attachments = mode === 'reply' ? replyFiles : attachmentsOf(`${me.id} ${id} note`);
	const items = useSyncExternalStore(attachments.subscribe, attachments.read);
	const text = texts[mode];
	const excess = text.trim().length - wireLimits.text;
	const isGoing = items.some((item) => item.state === 'sending' || item.state === 'waiting');
	const hasFailed = items.some((item) => item.state === 'failed');
	const isEmpty = text.trim() === '' && items.length === 0;
	const isReady = !isEmpty && excess <= 0 && !isHeld && !isGoing && !hasFailed;
	const canned = useCanned({ conversation: id, text, caret, isWanted: hasFocus || text !== '' });

	const view = state.conversations.get(id);
	const known = view === undefined ? null : (state.visitors.get(view.visitor)?.name ?? null);
	const name = firstNameOf(known);
	const isOnline = state.link.kind === 'open';

	useLayoutEffect(() => {
		const { current } = field;
		if (current === null) return;
		if (caretTo.current !== null) current.setSelectionRange(caretTo.current, caretTo.current);
		caretTo.current = null;
		current.rows = 1;
		const style = getComputedStyle(current);
		const padding = parseFloat(style.paddingBlockStart) + parseFloat(style.paddingBlockEnd);
		const lines = Math.round((current.scrollHeight - padding) / parseFloat(style.lineHeight));
		current.rows = Math.min(mostLines, Math.max(1, lines || 1));
	}, [text, mode]);
	useEffect(() => keepDraft(me.id, id, draft), [me.id, id, draft]);
	useFileDrop(form, addFiles);
	useKeys({
		r: () => mayReply && become('reply'),
		n: () => become('note'),
		'#': () => insert('#'),
	});

	function become(next: Mode): void {
		setDraft((before) => ({ ...before, wanted: next }));
		field.current?.focus();
	}
	function write(written: string, at: number): void {
		// From its first letter on a note is one, whatever a colleague does with the conversation meanwhile.
		setDraft({ wanted: mode, texts: { ...texts, [mode]: written } });
		setCaret(at);
		if (mode === 'reply') sayTyping(written !== '');
	}
	/** Puts it in the place of what is selected. */
	function insert(added: string, from?: number, to?: number): void {
		const { current } = field;
		if (current === null) return;
		const start = from ?? current.selectionStart;
		const end = to ?? current.selectionEnd;
		// A key stands at the beginning of a word.
		const gap = added === '#' && /\S$/.test(text.slice(0, start)) ? ' ' : '';
		const at = start + gap.length + added.length;
		caretTo.current = at;
		write(text.slice(0, start) + gap + added + text.slice(end), at);
		current.focus();
	}
	function choose(reply: ReplyView): void {
		const { token } = canned;
		if (token === null) return;
		insert(fillReply(reply.text, canned.values), token.from, token.to);
		canned.used(reply);
	}
	function addFiles(files: readonly File[]): void {
		if (files.length === 0) return;
		if (mode === 'note') setDraft((before) => ({ ...before, wanted: 'note' }));
		setFull(!attachments.add(files));
		field.current?.focus();
	}
	function send(): void {
		if (!isReady) return field.current?.focus();
		const files = attachments.take().map((file) => file.id);
		const said = { conversation: id, text: text.trim(), ...(files.length > 0 ? { files } : {}) };
		client.act({ type: mode === 'note' ? 'note.send' : 'message.send', ...said });
		sayTyping(false);
		setFull(false);
		setDraft({ ...draft, texts: { ...texts, [mode]: '' } });
		setCaret(0);
		field.current?.focus();
	}

	function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
		if (event.nativeEvent.isComposing) return;
		if (canned.isOpen && workList(event)) return event.preventDefault();
		if (event.key === 'ArrowUp' && text === '' && !event.shiftKey) {
			const type = mode === 'note' ? 'note' : 'message';
			const seq = isOnline ? lastOwn(state.timelines.get(id), me.id, type) : null;
			if (seq === null) return;
			event.preventDefault();
			return edit(id, seq);
		}
		if (event.key !== 'Enter' || event.shiftKey) return;
		event.preventDefault();
		send();
	}
	/** True: the key was meant for the canned replies. */
	function workList(event: KeyboardEvent): boolean {
		const { found, at } = canned;
		const reply = found[at];
		if (event.key === 'Escape') {
			// One thing at a time.
			event.stopPropagation();
			canned.leave();
			return true;
		}
		if (reply === undefined) return false;
		if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
			canned.move(event.key === 'ArrowDown' ? 1 : -1);
			return true;
		}
		if ((event.key !== 'Enter' && event.key !== 'Tab') || event.shiftKey) return false;
		choose(reply);
		return true;
	}

	const invitation = name === null ? words.write : fill(words.writeTo, { name });
	const label = mode === 'note' ? words.writeNote : invitation;
	const hasList = canned.isOpen && canned.found.length > 0;
	const problem =
		excess > 0
			? fill(words.tooLong, { n: excess })
			: isFull
				? fill(words.tooMany, { n: mostFiles })
				: isHeld || isEmpty
					? ''
					: isGoing
						? words.onTheWay
						: hasFailed
							? words.removeFailed
							: /\/chat\/\S*#continue=/.test(text)
								? words.linkInChat
								: '';
	return (
		<>
			{hasEmoji && (
				<EmojiPicker
					onChoose={(sign) => insert(sign)}
					onClose={() => {
						showEmoji(false);
						field.current?.focus();
					}}
				/>
			)}
			{canned.isOpen && !hasEmoji && (
				<CannedList
					id={ids.list}
					query={canned.token?.query ?? ''}
					found={canned.found}
					at={canned.at}
					values={canned.values}
					onChoose={choose}
					onPoint={canned.point}
				/>
			)}
			<form
				ref={form}
				className={mode === 'note' ? 'composer as-note' : 'composer'}
				onFocus={() => setFocus(true)}
				onSubmit={(event) => {
					event.preventDefault();
					send();
				}}
			>
				<ModeSwitch
					mode={mode}
					mayReply={mayReply}
					seenId={ids.seen}
					seen={isHeld ? words.heldReply : seenBy(reach, mode, name, isOnline)}
					onChoose={(next) => setDraft({ ...draft, wanted: next })}
				/>
				<textarea
					ref={field}
					rows={1}
					dir="auto"
					value={text}
					aria-label={label}
					placeholder={label}
					aria-describedby={ids.seen}
					aria-invalid={excess > 0}
					aria-autocomplete="list"
					aria-controls={hasList ? ids.list : undefined}
					aria-activedescendant={hasList ? optionId(ids.list, canned.at) : undefined}
					onChange={({ currentTarget }) => write(currentTarget.value, currentTarget.selectionStart)}
					onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
					onKeyDown={onKeyDown}
				/>
				<AttachmentList items={items} attachments={attachments} />
				<Tools
					mode={mode}
					isReady={isReady}
					problem={problem}
					articles={canned.articles}
					hasEmoji={hasEmoji}
					onFiles={addFiles}
					onEmoji={() => showEmoji(!hasEmoji)}
					onCanned={() => insert('#')}
					onInsert={(written) => insert(written)}
				/>
			</form>
		</>
	);
}

function seenBy(reach: Reach, mode: Mode, name: string | null, isOnline: boolean): string {
	const who = { name: name ?? words.visitor };
	if (reach === 'team') return words.joinToReply;
	if (reach === 'ended') return words.overForReply;
	if (mode === 'note') return words.teamSees;
	if (reach === 'claims') return fill(words.claimToReply, who);
	return fill(isOnline ? words.sees : words.seesWhenBack, who);
}
