import { useRef } from '@wordpress/element';
import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { words } from './composer-words.ts';
import type { Mode } from './drafts.ts';

interface Article {
	readonly title: string;
	readonly url: string;
}
interface Props {
	readonly mode: Mode;
	readonly isReady: boolean;
	/** Why it cannot be sent, or what to think of; empty: nothing. */
	readonly problem: string;
	/** Of the site. */
	readonly articles: readonly Article[];
	readonly hasEmoji: boolean;
	readonly onFiles: (files: readonly File[]) => void;
	readonly onEmoji: () => void;
	readonly onCanned: () => void;
	readonly onInsert: (text: string) => void;
}

/** What can be added, and the one button, which names the act. On a phone the tools are behind a plus. */
export function Tools(props: Props) {
	const { mode, isReady, problem, articles, hasEmoji, onFiles, onEmoji, onCanned } = props;
	const input = useRef<HTMLInputElement>(null);
	const pick = (): void => input.current?.click();
	const links: Choice[] = articles.map(({ title, url }) => ({
		key: url,
		label: title,
		more: url,
		onChoose: () => props.onInsert(`${url} `),
	}));
	return (
		<div className="tools">
			<input
				ref={input}
				type="file"
				multiple
				hidden
				onChange={({ currentTarget }) => {
					onFiles([...(currentTarget.files ?? [])]);
					// The same file may be chosen again.
					currentTarget.value = '';
				}}
			/>
			<div className="wide">
				<Button
					kind="quiet"
					icon="clip"
					aria-label={words.attach}
					title={words.attach}
					onClick={pick}
				/>
				<Button
					kind="quiet"
					icon="smile"
					className="emoji-tool"
					aria-label={words.emoji}
					title={words.emoji}
					aria-expanded={hasEmoji}
					onClick={onEmoji}
				/>
				<Button
					kind="quiet"
					icon="hash"
					aria-label={words.canned}
					title={words.canned}
					onClick={onCanned}
				/>
				{links.length > 0 && (
					<Menu label={words.article} choices={links} side="up" className="btn quiet square">
						<Icon name="link" />
					</Menu>
				)}
			</div>
			<div className="narrow">
				<Menu
					label={words.add}
					side="up"
					className="btn quiet square"
					choices={[
						{ key: 'file', icon: 'clip', label: words.attach, onChoose: pick },
						{ key: 'emoji', icon: 'smile', label: words.emoji, onChoose: onEmoji },
						{ key: 'canned', icon: 'hash', label: words.canned, onChoose: onCanned },
						...links.map((link, index) => ({
							...link,
							icon: 'link' as const,
							isApart: index === 0,
						})),
					]}
				>
					<Icon name="plus" />
				</Menu>
			</div>
			<p role="status" className={problem === '' ? '' : 'bad'}>
				{problem}
			</p>
			<Button
				type="submit"
				className="send"
				kind={mode === 'note' ? 'internal' : 'primary'}
				aria-disabled={!isReady}
				title={mode === 'note' ? words.addNote : words.send}
			>
				<span className="word">{mode === 'note' ? words.addNote : words.send}</span>
				<kbd aria-hidden="true">↵</kbd>
				<Icon name={mode === 'note' ? 'lock' : 'send'} className="sign" />
			</Button>
		</div>
	);
}
