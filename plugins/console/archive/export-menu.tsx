import { locale } from '../format.ts';
import { Icon } from '../icon.tsx';
import { Menu, type Choice } from '../shell/menu.tsx';
import { words } from './words.ts';

const copies = [
	['team', 'txt', words.teamText],
	['team', 'html', words.teamHtml],
	['team', 'json', words.teamJson],
	['visitor', 'txt', words.visitorText],
	['visitor', 'html', words.visitorHtml],
	['visitor', 'json', words.visitorJson],
] as const;

/** A transcript as a file: both copies, three forms. */
export function ExportMenu({
	id,
	more = [],
}: {
	readonly id: string;
	readonly more?: readonly Choice[];
}) {
	const download = (copy: string, format: string): void => {
		const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
		const query = new URLSearchParams({ copy, format, locale, timeZone });
		// A download: the page stays.
		location.assign(`/api/v1/conversations/${encodeURIComponent(id)}/transcript?${query}`);
	};
	return (
		<Menu
			label={words.export}
			className="btn"
			side="end"
			note={words.exportNote}
			choices={[
				...copies.map(([copy, format, label]) => ({
					key: `${copy} ${format}`,
					label,
					icon: 'download' as const,
					isApart: copy === 'visitor' && format === 'txt',
					onChoose: () => download(copy, format),
				})),
				...more,
			]}
		>
			<Icon name="download" />
			<span className="wide-only">{words.export}</span>
		</Menu>
	);
}
