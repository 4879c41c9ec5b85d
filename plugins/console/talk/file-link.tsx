import { useState } from '@wordpress/element';
import type { FileView } from '../../../shared/views/event-view.ts';
import { fill, strings } from '../strings.ts';

/** A file of a message. Its link is good for some minutes only, so it is asked for when somebody wants it. */
export function FileLink({ file, link }: { file: FileView; link: () => Promise<string> }) {
	const [hasFailed, setFailed] = useState(false);
	async function open(): Promise<void> {
		// Before the wait: a window that opens by itself would be held back.
		const tab = file.isInline ? window.open('', '_blank') : null;
		try {
			const url = await link();
			setFailed(false);
			if (tab === null) return location.assign(url);
			tab.opener = null;
			tab.location.replace(url);
		} catch {
			tab?.close();
			setFailed(true);
		}
	}
	return (
		<>
			<button type="button" className="file" onClick={() => void open()}>
				{fill(strings.files, { name: file.name })}
			</button>
			{hasFailed && <span role="alert">{strings.fileFailed}</span>}
		</>
	);
}
