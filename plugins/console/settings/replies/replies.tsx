import '../../styles/replies.css';
import { useState } from '@wordpress/element';
import type { ReplyView } from '../../../../shared/views/reply-view.ts';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { Icon } from '../../icon.tsx';
import { useDesk } from '../../shell/desk.tsx';
import { useResource } from '../../shell/resource.ts';
import { addressOf, go } from '../../shell/router.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { fill } from '../../strings.ts';
import { PageHead } from '../page-head.tsx';
import type { SettingsPageProps } from '../pages.ts';
import { EditReply } from './edit-reply.tsx';
import { examples } from './examples.ts';
import { words } from './words.ts';

/** Stands in the address in place of an id. */
const newOne = 'new';

/** Canned replies (H33): the list, and one of them. */
export function RepliesPage({ sub }: SettingsPageProps) {
	const { isLeader, mayAnswer } = useDesk();
	const { data, error, reload } = useResource<readonly ReplyView[]>('/api/v1/replies', 'replies');
	const [text, setText] = useState('');
	if (data === null)
		return (
			<>
				<PageHead title={words.title} />
				<div className="page-body">
					{error === null ? <Loading onRetry={reload} /> : <Failed why={error} onRetry={reload} />}
				</div>
			</>
		);
	if (sub !== null) {
		const reply = sub === newOne ? blank : data.find(({ id }) => id === sub);
		if (reply !== undefined)
			return <EditReply key={sub} reply={reply} isNew={sub === newOne} onSaved={reload} />;
		return (
			<Empty
				icon="hash"
				title={words.notThere}
				action={<Button onClick={() => go('settings', 'replies')}>{words.backToList}</Button>}
			/>
		);
	}
	const add = (
		<Button kind="primary" icon="plus" onClick={() => go('settings', 'replies', newOne)}>
			{words.add}
		</Button>
	);
	if (data.length === 0)
		return (
			<>
				<PageHead title={words.title} />
				<div className="page-body">
					<Empty
						icon="hash"
						title={words.none}
						action={
							mayAnswer && (
								<div className="buttons">
									{add}
									<Button onClick={() => void addExamples(isLeader).then(reload)}>
										{words.addExamples}
									</Button>
								</div>
							)
						}
					>
						{words.noneMore}
					</Empty>
				</div>
			</>
		);
	const wanted = text.trim().toLowerCase();
	const found = data.filter((reply) =>
		`#${reply.key}\n${reply.title}\n${reply.text}`.toLowerCase().includes(wanted),
	);
	return (
		<>
			<PageHead title={words.title}>{mayAnswer && add}</PageHead>
			<div className="page-body">
				<p className="help">{words.more}</p>
				<div className="input find-reply">
					<Icon name="search" />
					<input
						type="search"
						dir="auto"
						aria-label={words.search}
						placeholder={words.search}
						value={text}
						onChange={({ currentTarget }) => setText(currentTarget.value)}
					/>
				</div>
				<p className={found.length === 0 ? 'help' : 'hidden'} role="status">
					{found.length === 0 ? fill(words.noHits, { text: text.trim() }) : String(found.length)}
				</p>
				<ul className="replies">
					{found.map((reply) => (
						<li key={reply.id}>
							<a
								href={addressOf('settings', 'replies', reply.id)}
								onClick={(event) => {
									if (event.metaKey || event.ctrlKey) return;
									event.preventDefault();
									go('settings', 'replies', reply.id);
								}}
							>
								<span className="key cut">#{reply.key}</span>
								<span className="about">
									<b className="cut" dir="auto">
										{reply.title}
									</b>
									<span className="sub cut" dir="auto">
										{reply.text}
									</span>
								</span>
								<span className="sub">
									{reply.isShared ? words.shared : words.onlyMe}
									{reply.uses > 0 && (
										<span className="uses">
											{reply.uses === 1 ? words.usedOnce : fill(words.uses, { n: reply.uses })}
										</span>
									)}
								</span>
							</a>
						</li>
					))}
				</ul>
			</div>
		</>
	);
}

const blank: ReplyView = {
	id: newOne,
	key: '',
	title: '',
	text: '',
	isShared: false,
	sites: 'all',
	uses: 0,
	mayChange: true,
	rev: 0,
};

async function addExamples(isShared: boolean): Promise<void> {
	let n = 0;
	for (const each of examples) {
		try {
			await post('/api/v1/replies', { ...each, isShared, sites: 'all' });
			n += 1;
		} catch (error) {
			// One of that key is there already: it stays.
			if (!(error instanceof ApiError && error.code === 'bad_request')) {
				toast(error instanceof ApiError ? error.message : words.failed);
				return;
			}
		}
	}
	toast(fill(words.examplesAdded, { n }));
}
