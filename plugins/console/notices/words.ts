import { language, type Language } from '../shell/in-language.ts';

const english = {
	noticeWaiting: 'New conversation',
	noticeAssigned: 'A conversation is yours now',
	noticePassed: '{by} passes you a conversation',
	noticeMessage: 'New message',
	noticeMention: '{by} mentions you',
	noticeMentionHidden: 'A note mentions you',
	noticeLate: '{name} waits too long',
	noticeLateHidden: 'One of your visitors waits too long',
	noticeMany: '{n} conversations need you',
	noticeEnded: '{name} ended the conversation',
	noticeEndedHidden: 'A conversation was ended',
	from: '{name}: {text}',
	statusNews: {
		available: 'You are Available now',
		busy: 'You are Busy now',
		away: 'You are Away now: no new conversations',
		offline: 'You are Offline now: no new conversations',
		lost: 'The connection to the server is lost',
		signed_out: 'You are signed out: nothing reaches you here',
		test: 'Parley reaches this device',
	},
	push: 'Parley',

	ask: 'Be told of new messages while this tab is in the background?',
	askYes: 'Allow notifications',
	askNo: 'Not now',
	askDenied:
		'This browser does not allow it now. How to change that stands in Settings, You and notifications.',

	heading: 'Notifications and sounds',
	more: 'Of what you are not looking at. A conversation that is open before you makes none.',
	what: 'What',
	sound: 'Sound',
	notification: 'Notification',
	kinds: {
		assigned: 'A conversation comes to me',
		late: 'One of my visitors waits too long',
		message: 'New message in one of my conversations',
		mention: 'A colleague mentions me in a note (@name)',
		waiting: 'New conversation in the queue of my groups',
		status: 'My status, my connection, a visitor who ends',
	},
	soundFor: 'Sound: {kind}',
	notificationFor: 'Notification: {kind}',
	volume: 'Volume',
	volumeOf: '{n} per cent',
	quiet: 'No sound while I look at the console',
	text: 'Show who wrote and what',
	textMore: 'Turn it off where others can see your screen: then only that something came is shown.',
	test: 'Try it',
	testTitle: 'This is how a notification looks',
	testText: 'Hanna: Do the brakes fit my frame?',
	browser: {
		granted: 'This browser shows notifications.',
		default: 'This browser has not been asked yet.',
		denied:
			'This browser does not allow them. To allow them again: open the settings of this page by the sign before its address, set Notifications to Allow, and load the page again.',
		unsupported: 'This browser cannot show notifications of a page.',
		insecure:
			'Browsers show notifications only from an address that begins with https. Sounds work all the same.',
	},
	allow: 'Ask the browser',

	pushHeading: 'This device while the console is closed',
	pushMore:
		'Messages come to this device also when no console is open, and you stay Available while it can be reached. Set Away when you stop working.',
	pushOn: 'Notify this device',
	pushVia:
		'They travel encrypted through the push service of the browser’s maker (Google, Mozilla or Apple): it learns that something came and when, not what.',
	pushIos:
		'On an iPhone or iPad: first add the console to the home screen (Share, Add to Home Screen), open it from there, and turn this on.',
	pushNone:
		'This browser cannot do this. It needs a current browser and an address that begins with https.',
	pushFailed: 'The push service of this browser could not be reached: {why}',
	pushTest: 'Send one to this device',
	pushSent: 'Sent. It comes within some seconds.',
	pushEnds: 'It ends when you sign out here, and when this sign-in ends after 12 hours.',
	install: 'Install the console as an app',
	installMore: 'With a window and a sign of its own, on this computer or phone.',
};

type Words = typeof english;

const german: Words = {
	noticeWaiting: 'Neues Gespräch',
	noticeAssigned: 'Ein Gespräch ist jetzt bei Ihnen',
	noticePassed: '{by} gibt Ihnen ein Gespräch',
	noticeMessage: 'Neue Nachricht',
	noticeMention: '{by} erwähnt Sie',
	noticeMentionHidden: 'Eine Notiz erwähnt Sie',
	noticeLate: '{name} wartet zu lange',
	noticeLateHidden: 'Jemand wartet zu lange auf Sie',
	noticeMany: '{n} Gespräche brauchen Sie',
	noticeEnded: '{name} hat das Gespräch beendet',
	noticeEndedHidden: 'Ein Gespräch wurde beendet',
	from: '{name}: {text}',
	statusNews: {
		available: 'Sie sind jetzt verfügbar',
		busy: 'Sie sind jetzt beschäftigt',
		away: 'Sie sind jetzt abwesend: keine neuen Gespräche',
		offline: 'Sie sind jetzt offline: keine neuen Gespräche',
		lost: 'Die Verbindung zum Server ist unterbrochen',
		signed_out: 'Sie sind abgemeldet: hier erreicht Sie nichts mehr',
		test: 'Parley erreicht dieses Gerät',
	},
	push: 'Parley',

	ask: 'Sollen neue Nachrichten gemeldet werden, wenn dieser Tab im Hintergrund ist?',
	askYes: 'Benachrichtigungen erlauben',
	askNo: 'Jetzt nicht',
	askDenied:
		'Dieser Browser erlaubt es zurzeit nicht. Wie Sie das ändern, steht unter Einstellungen, Sie und Benachrichtigungen.',

	heading: 'Benachrichtigungen und Töne',
	more: 'Für alles, was Sie gerade nicht ansehen. Ein Gespräch, das offen vor Ihnen liegt, meldet nichts.',
	what: 'Was',
	sound: 'Ton',
	notification: 'Benachrichtigung',
	kinds: {
		assigned: 'Ein Gespräch kommt zu mir',
		late: 'Jemand wartet zu lange auf mich',
		message: 'Neue Nachricht in einem meiner Gespräche',
		mention: 'Jemand erwähnt mich in einer Notiz (@Name)',
		waiting: 'Neues Gespräch in der Warteschlange meiner Gruppen',
		status: 'Mein Status, meine Verbindung, jemand beendet',
	},
	soundFor: 'Ton: {kind}',
	notificationFor: 'Benachrichtigung: {kind}',
	volume: 'Lautstärke',
	volumeOf: '{n} Prozent',
	quiet: 'Kein Ton, während ich die Konsole ansehe',
	text: 'Zeigen, wer was geschrieben hat',
	textMore:
		'Schalten Sie es ab, wo andere Ihren Bildschirm sehen: dann steht nur da, dass etwas kam.',
	test: 'Ausprobieren',
	testTitle: 'So sieht eine Benachrichtigung aus',
	testText: 'Hanna: Passen die Bremsen an meinen Rahmen?',
	browser: {
		granted: 'Dieser Browser zeigt Benachrichtigungen.',
		default: 'Dieser Browser wurde noch nicht gefragt.',
		denied:
			'Dieser Browser erlaubt sie nicht. Um sie wieder zu erlauben: öffnen Sie mit dem Zeichen vor der Adresse die Einstellungen dieser Seite, stellen Sie Benachrichtigungen auf Zulassen, und laden Sie die Seite neu.',
		unsupported: 'Dieser Browser kann keine Benachrichtigungen einer Seite zeigen.',
		insecure:
			'Browser zeigen Benachrichtigungen nur von einer Adresse, die mit https beginnt. Töne gehen trotzdem.',
	},
	allow: 'Den Browser fragen',

	pushHeading: 'Dieses Gerät, während die Konsole zu ist',
	pushMore:
		'Nachrichten kommen auch dann auf dieses Gerät, wenn keine Konsole offen ist, und Sie bleiben verfügbar, solange es erreichbar ist. Stellen Sie sich auf abwesend, wenn Sie aufhören.',
	pushOn: 'Dieses Gerät benachrichtigen',
	pushVia:
		'Sie gehen verschlüsselt über den Push-Dienst des Browserherstellers (Google, Mozilla oder Apple): er erfährt, dass und wann etwas kam, nicht was.',
	pushIos:
		'Auf iPhone und iPad: legen Sie die Konsole zuerst auf den Home-Bildschirm (Teilen, Zum Home-Bildschirm), öffnen Sie sie von dort, und schalten Sie dies ein.',
	pushNone:
		'Dieser Browser kann das nicht. Nötig sind ein aktueller Browser und eine Adresse, die mit https beginnt.',
	pushFailed: 'Der Push-Dienst dieses Browsers war nicht erreichbar: {why}',
	pushTest: 'Eine an dieses Gerät senden',
	pushSent: 'Gesendet. Sie kommt in einigen Sekunden.',
	pushEnds: 'Es endet, wenn Sie sich hier abmelden, und mit dieser Anmeldung nach 12 Stunden.',
	install: 'Die Konsole als App installieren',
	installMore: 'Mit eigenem Fenster und Zeichen, auf diesem Computer oder Telefon.',
};

/** The service worker has no choice of the agent at hand: it is told the language with each push. */
export const wordsIn = (chosen: Language): Words => (chosen === 'de' ? german : english);
export const words = wordsIn(language);
export type NoticeWords = Words;
