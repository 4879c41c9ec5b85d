import { Dialog } from './dialog.tsx';
import { inLanguage } from './in-language.ts';
import { words } from './words.ts';

const names = inLanguage(
	{
		go: 'Go to',
		inbox: 'Inbox',
		visitors: 'Visitors',
		tickets: 'Tickets',
		archive: 'Archive',
		reports: 'Reports',
		settings: 'Settings',
		anywhere: 'Anywhere',
		search: 'Search',
		thisSheet: 'This sheet',
		status: 'Your status',
		nextPane: 'Next pane',
		undo: 'Undo',
		closeLayer: 'Close what is open',
		list: 'List',
		move: 'Next, previous',
		open: 'Open',
		longest: 'Longest waiting',
		tabs: 'Mine, Unclaimed, All',
		group: 'Group',
		claim: 'Claim',
		archiveIt: 'Archive',
		unread: 'Mark as unread',
		conversation: 'Conversation',
		reply: 'Reply',
		note: 'Note',
		canned: 'Canned reply',
		send: 'Send',
		newLine: 'New line',
		editLast: 'Edit the last message (empty field)',
		transfer: 'Transfer',
		ticket: 'Ticket',
		tag: 'Tag',
		priority: 'Priority',
		end: 'End',
		details: 'Details',
		startChat: 'Start chat (Visitors)',
		save: 'Save (Settings)',
	},
	{
		go: 'Gehe zu',
		inbox: 'Eingang',
		visitors: 'Besucher',
		tickets: 'Tickets',
		archive: 'Archiv',
		reports: 'Berichte',
		settings: 'Optionen',
		anywhere: 'Überall',
		search: 'Suchen',
		thisSheet: 'Diese Übersicht',
		status: 'Ihr Status',
		nextPane: 'Nächster Bereich',
		undo: 'Rückgängig',
		closeLayer: 'Offenes schließen',
		list: 'Liste',
		move: 'Nächstes, voriges',
		open: 'Öffnen',
		longest: 'Wartet am längsten',
		tabs: 'Meine, Offen, Alle',
		group: 'Gruppe',
		claim: 'Übernehmen',
		archiveIt: 'Archivieren',
		unread: 'Als ungelesen markieren',
		conversation: 'Gespräch',
		reply: 'Antwort',
		note: 'Notiz',
		canned: 'Textbaustein',
		send: 'Senden',
		newLine: 'Neue Zeile',
		editLast: 'Letzte Nachricht ändern (leeres Feld)',
		transfer: 'Übergeben',
		ticket: 'Ticket',
		tag: 'Schlagwort',
		priority: 'Priorität',
		end: 'Beenden',
		details: 'Details',
		startChat: 'Gespräch beginnen (Besucher)',
		save: 'Speichern (Optionen)',
	},
);

const sheet: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
	[
		names.go,
		[
			['G I', names.inbox],
			['G V', names.visitors],
			['G T', names.tickets],
			['G A', names.archive],
			['G R', names.reports],
			['G S', names.settings],
		],
	],
	[
		names.anywhere,
		[
			['/', names.search],
			['?', names.thisSheet],
			['⇧ S', names.status],
			['F6', names.nextPane],
			['Z', names.undo],
			['Esc', names.closeLayer],
		],
	],
	[
		names.list,
		[
			['J K', names.move],
			['↵', names.open],
			['W', names.longest],
			['1 2 3', names.tabs],
			['F', names.group],
			['C', names.claim],
			['E', names.archiveIt],
			['U', names.unread],
		],
	],
	[
		names.conversation,
		[
			['R', names.reply],
			['N', names.note],
			['#', names.canned],
			['↵', names.send],
			['⇧ ↵', names.newLine],
			['↑', names.editLast],
			['T', names.transfer],
			['⇧ T', names.ticket],
			['L', names.tag],
			['P', names.priority],
			['⇧ E', names.end],
			[']', names.details],
			['S', names.startChat],
			['⌘ S', names.save],
		],
	],
];

/** Every key, at a glance. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
	return (
		<Dialog title={words.keys} onClose={onClose} className="keys">
			{sheet.map(([title, rows]) => (
				<section key={title}>
					<h3>{title}</h3>
					<dl>
						{rows.map(([keys, what]) => (
							<div key={keys + what}>
								<dt>{what}</dt>
								<dd>
									{keys.split(' ').map((key) => (
										<kbd key={key}>{key}</kbd>
									))}
								</dd>
							</div>
						))}
					</dl>
				</section>
			))}
		</Dialog>
	);
}
