/* What stands in the team's copy, in the languages of the console. */

const english = {
	title: 'Conversation with {visitor}, {site}',
	visitor: 'Visitor',
	team: 'Team',
	only: 'Copy of the team, with notes. Not for the visitor.',
	zone: 'Times in {zone}',
	cut: 'This conversation is longer than a transcript can be. What came later is not in here.',
	automatic: 'automatic',
	note: 'note, only the team sees this',
	review: 'review, only the team sees this',
	edited: 'edited at {time}',
	deleted: '{name} took a message back',
	file: 'File: {name}',
	joined: '{name} joined',
	left: '{name} left',
	transferred: '{by} passed this to {name}: {reason}',
	requeued: 'Back in the queue: {reason}',
	askedResolved: '{by} asked whether all is solved',
	askedTransfer: '{by} asked whether {name} may take over',
	yes: 'The visitor said yes',
	no: 'The visitor said no',
	idle: 'The visitor is gone',
	back: 'The visitor is back',
	archived: 'Archived',
	deferred: 'The visitor does not wait: the answer may come later',
	tagged: 'Tags added: {tags}',
	untagged: 'Tags removed: {tags}',
	prioritised: 'Priority: {priority}',
	ended: 'Ended by {by}',
	reopened: 'Opened again',
	rated: 'Rated {score} of 5',
	effort: 'Effort {effort} of 5',
	system: 'the server',
};
export type TeamWords = typeof english;

const german: TeamWords = {
	title: 'Gespräch mit {visitor}, {site}',
	visitor: 'Besucher',
	team: 'Team',
	only: 'Fassung des Teams, mit Notizen. Nicht für den Besucher.',
	zone: 'Zeiten in {zone}',
	cut: 'Dieses Gespräch ist länger, als ein Protokoll sein kann. Was später kam, steht nicht darin.',
	automatic: 'automatisch',
	note: 'Notiz, nur für das Team',
	review: 'Bewertung des Teams, nur für das Team',
	edited: 'bearbeitet um {time}',
	deleted: '{name} hat eine Nachricht zurückgenommen',
	file: 'Datei: {name}',
	joined: '{name} ist dabei',
	left: '{name} hat das Gespräch verlassen',
	transferred: '{by} hat an {name} übergeben: {reason}',
	requeued: 'Zurück in der Warteschlange: {reason}',
	askedResolved: '{by} hat gefragt, ob alles gelöst ist',
	askedTransfer: '{by} hat gefragt, ob {name} übernehmen darf',
	yes: 'Der Besucher hat Ja gesagt',
	no: 'Der Besucher hat Nein gesagt',
	idle: 'Der Besucher ist weg',
	back: 'Der Besucher ist wieder da',
	archived: 'Archiviert',
	deferred: 'Der Besucher wartet nicht: die Antwort darf später kommen',
	tagged: 'Schlagwörter dazu: {tags}',
	untagged: 'Schlagwörter entfernt: {tags}',
	prioritised: 'Priorität: {priority}',
	ended: 'Beendet von {by}',
	reopened: 'Wieder geöffnet',
	rated: 'Bewertet mit {score} von 5',
	effort: 'Aufwand {effort} von 5',
	system: 'dem Server',
};

export type SayTeam = (
	word: keyof TeamWords,
	values?: Readonly<Record<string, string | number>>,
) => string;

/** @param locale BCP 47; English where we have no words of it. A value that is empty takes the colon before it along. */
export function teamWords(locale: string | null): {
	readonly tag: 'en' | 'de';
	readonly say: SayTeam;
} {
	const tag = locale?.toLowerCase().startsWith('de') === true ? 'de' : 'en';
	const words = tag === 'de' ? german : english;
	const say: SayTeam = (word, values = {}) =>
		words[word]
			.replace(/(: )?\{(\w+)\}/g, (_all, colon: string | undefined, name: string) => {
				const value = String(values[name] ?? '');
				return value === '' ? '' : (colon ?? '') + value;
			})
			.trim();
	return { tag, say };
}
