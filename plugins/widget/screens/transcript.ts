import { drawn, h } from '../panel/dom.ts';
import { load, mail } from '../panel/icons.ts';
import type { Context } from '../panel/view.ts';
import { language, strings } from '../strings.ts';

/** Has the transcript made and saves it. False: it could not be made. */
export async function downloadTranscript(
	{ client }: Pick<Context, 'client'>,
	conversation: string,
): Promise<boolean> {
	try {
		const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
		const href = await client.link({
			type: 'transcript.link',
			conversation,
			format: 'html',
			locale: language(),
			...(timeZone ? { timeZone } : {}),
		});
		h('a', { href, download: '', target: '_blank', rel: 'noopener' }).click();
		return true;
	} catch {
		return false;
	}
}

/** Both ways to the transcript, as lines of a list. */
export function transcriptLines(download: () => void, byMail: (() => void) | null): HTMLElement[] {
	const line = (icon: string, label: string, act: () => void): HTMLElement =>
		h('button', { type: 'button', onclick: act }, drawn(icon), h('span', {}, label));
	return [
		line(load, strings.transcriptDownload, download),
		...(byMail === null ? [] : [line(mail, strings.transcriptEmail, byMail)]),
	];
}
