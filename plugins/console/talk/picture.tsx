import { useEffect, useRef, useState } from '@wordpress/element';
import type { AgentClient } from '../../../shared/client/agent-client.ts';
import type { FileView } from '../../../shared/views/event-view.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { fill } from '../strings.ts';
import { forgetLink, linkTo, type FilePlace } from './file-links.ts';
import { download, reasonOf } from './file-tile.tsx';
import { words } from './talk-words.ts';

/** Pixels. */
const most = { width: 320, height: 240 };
/** So early it is loaded before it is seen. */
const early = '400px';

interface Props {
	readonly client: AgentClient;
	readonly file: FileView;
	readonly place: FilePlace;
}

/** A picture in its own shape, small; pressed it opens large. Its room is kept from the start, so that nothing jumps. */
export function Picture({ client, file, place }: Props) {
	const [url, setUrl] = useState<string | null>(null);
	const [problem, setProblem] = useState<string | null>(null);
	const [isNear, setNear] = useState(false);
	const [isOpen, setOpen] = useState(false);
	const [round, setRound] = useState(0);
	const root = useRef<HTMLDivElement>(null);
	const { conversation, seq } = place;
	const [width, height] = [file.width ?? most.width, file.height ?? most.height];
	const scale = Math.min(1, most.width / width, most.height / height);
	const shown = {
		width: Math.max(1, Math.round(width * scale)),
		height: Math.max(1, Math.round(height * scale)),
	};

	useEffect(() => {
		const { current } = root;
		if (current === null || typeof IntersectionObserver !== 'function') return setNear(true);
		const observer = new IntersectionObserver(
			(seen) => {
				if (seen.some(({ isIntersecting }) => isIntersecting)) setNear(true);
			},
			{ root: current.closest('.timeline'), rootMargin: early },
		);
		observer.observe(current);
		return () => observer.disconnect();
	}, []);
	useEffect(() => {
		if (!isNear) return;
		let isWanted = true;
		linkTo(client, { conversation, seq, file: file.id }).then(
			(link) => isWanted && setUrl(link),
			(error: unknown) => isWanted && setProblem(reasonOf(error)),
		);
		return () => {
			isWanted = false;
		};
	}, [client, conversation, seq, file.id, isNear, round]);

	function again(): void {
		forgetLink(client, place);
		setProblem(null);
		setUrl(null);
		setRound(round + 1);
	}
	/** Links expire: a picture that was not loaded before that gets a second one by itself. */
	function onError(): void {
		if (round === 0) return again();
		setProblem(words.fileFailed);
	}

	return (
		<div className="shot" ref={root}>
			{problem !== null ? (
				<p className="shot-problem">
					<bdi>{file.name}</bdi> {problem}{' '}
					<button type="button" className="link" onClick={again}>
						{words.tryAgain}
					</button>
				</p>
			) : (
				<button
					type="button"
					aria-label={fill(words.openImage, { name: file.name })}
					disabled={url === null}
					onClick={() => setOpen(true)}
				>
					{url === null ? (
						<svg {...shown} viewBox={`0 0 ${shown.width} ${shown.height}`} aria-hidden="true" />
					) : (
						<img src={url} alt={file.name} decoding="async" {...shown} onError={onError} />
					)}
				</button>
			)}
			{isOpen && url !== null && (
				<Dialog
					title={file.name}
					className="large-image"
					onClose={() => setOpen(false)}
					footer={
						<Button
							icon="download"
							onClick={() =>
								void linkTo(client, place).then(download, (error: unknown) => {
									setOpen(false);
									setProblem(reasonOf(error));
								})
							}
						>
							{fill(words.download, { name: file.name })}
						</Button>
					}
				>
					<img src={url} alt={file.name} width={width} height={height} />
				</Dialog>
			)}
		</div>
	);
}
