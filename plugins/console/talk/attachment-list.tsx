import { Button } from '../button.tsx';
import { Icon } from '../icon.tsx';
import { fill } from '../strings.ts';
import type { Attachment, Attachments } from './attachments.ts';
import { words } from './composer-words.ts';
import { sizeOf } from './file-size.ts';

/** Files that go with what is being written: how far each is, and a way to stop or remove it. */
export function AttachmentList({
	items,
	attachments,
}: {
	readonly items: readonly Attachment[];
	readonly attachments: Attachments;
}) {
	if (items.length === 0) return null;
	return (
		<ul className="attachments" aria-label={words.attachments}>
			{items.map((item) => {
				const { key, name, size, state, done, preview } = item;
				const isGoing = state === 'sending' || state === 'waiting';
				return (
					<li key={key} className={state === 'failed' ? 'tile failed' : 'tile'}>
						{preview === null ? (
							<span className="sign">
								<Icon name={state === 'failed' ? 'alert' : 'file'} />
							</span>
						) : (
							<img src={preview} alt="" />
						)}
						<span className="about">
							<b dir="auto" title={name}>
								{name}
							</b>
							<span
								className={state === 'failed' ? 'sub bad' : 'sub'}
								role={state === 'failed' ? 'alert' : undefined}
							>
								{state === 'failed'
									? item.problem
									: state === 'waiting'
										? words.waitsForServer
										: sizeOf(size)}
								{item.mayTryAgain && state === 'failed' && (
									<button type="button" className="link" onClick={() => attachments.tryAgain(key)}>
										{words.tryAgain}
									</button>
								)}
							</span>
							{isGoing && (
								<progress
									aria-label={fill(words.progress, { name, n: Math.round((done / size) * 100) })}
									max={size}
									value={done}
								/>
							)}
						</span>
						<Button
							kind="quiet"
							icon="close"
							aria-label={fill(isGoing ? words.stopUpload : words.removeFile, { name })}
							title={fill(isGoing ? words.stopUpload : words.removeFile, { name })}
							onClick={() => attachments.remove(key)}
						/>
					</li>
				);
			})}
		</ul>
	);
}
