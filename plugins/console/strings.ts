import { inLanguage } from './shell/in-language.ts';

export { fill } from './fill.ts';

/** Texts that several areas of the console use; each area has its own beside it. `{name}` and the like are filled in by `fill`. */
export const strings = inLanguage(
	{
		product: 'Parley',
		loading: 'Loading',
		failed: 'The console did not load',
		failedMore: 'The server did not answer. Nothing is lost.',
		tryAgain: 'Try again',

		setUp: 'Owner account',
		setUpMore:
			'An e-mail address that has an account already gets the new password; another one becomes a new owner.',
		yourName: 'Your name',
		yourNameHelp: 'visitors see it',
		email: 'E-mail',
		password: 'Password',
		passwordHelp: 'At least {n} characters. A sentence is fine too.',
		show: 'Show',
		hide: 'Hide',
		saveAndSignIn: 'Save and sign in',
		staysHere: 'Everything stays on this server, {host}. Nothing is sent anywhere else.',
		noCode: 'This address is not complete',
		noCodeMore:
			'Open the whole link that the server printed. To make a new one, run this on the server:',
		codeUsed: 'This link does not work any more',
		codeUsedMore: 'It was used, or is older than a day. To make a new one, run this on the server:',
		newCode: 'npm run parley owner-link',
		signIn: 'Sign in',
		signInMore: 'To answer visitors, sign in with your e-mail address.',
		toSignIn: 'Go to sign-in',
		signInFailed: 'E-mail address and password do not belong together.',
		missingName: 'Enter your name',
		missingEmail: 'Enter an address such as name@example.com',
		missingPassword: 'Enter the password',
		shortPassword: 'Use at least {n} characters',
		noAnswer: 'The server did not answer. Try again.',

		inbox: 'Inbox',
		conversations: 'Conversations',
		more: 'Show more',
		visitor: 'Visitor {n}',
		choose: 'Choose a conversation',
		chooseMore: 'What a visitor writes and what your team notes is shown here.',
		back: 'Back to the list',

		statusActiveMine: 'You answer',
		statusActive: '{name} answers',
		statusEnded: 'Ended',
		cancel: 'Cancel',
		notFound: 'This conversation did not load',
		notFoundMore: 'It may have been removed, or belongs to a site that you do not look after.',

		timeline: 'Messages',
		you: 'You',

		lost: 'Connection lost at {time}. What you write is kept and sent in order.',
		nextTry: 'Next try in {n}\u00a0s',
		tryingNow: 'Trying now',
		tryNow: 'Try now',
		backAgain: 'Connected, all sent',
		outdated: 'This page is out of date. Load it again to go on.',
		signedOut: 'You are signed out. What you wrote is kept in this browser.',
		reload: 'Load again',
		notKept: 'This browser keeps nothing: what is not sent yet is lost when you close the page.',
		storeAway:
			'The server cannot store anything right now. Your messages are kept here and sent when it can.',
	},
	{
		product: 'Parley',
		loading: 'Wird geladen',
		failed: 'Die Konsole wurde nicht geladen',
		failedMore: 'Der Server hat nicht geantwortet. Nichts ist verloren.',
		tryAgain: 'Noch einmal versuchen',

		setUp: 'Konto des Inhabers',
		setUpMore:
			'Hat die E-Mail-Adresse schon ein Konto, bekommt es das neue Passwort; eine andere wird ein neuer Inhaber.',
		yourName: 'Ihr Name',
		yourNameHelp: 'Besucher sehen ihn',
		email: 'E-Mail',
		password: 'Passwort',
		passwordHelp: 'Mindestens {n} Zeichen. Ein Satz ist auch gut.',
		show: 'Zeigen',
		hide: 'Verbergen',
		saveAndSignIn: 'Speichern und anmelden',
		staysHere: 'Alles bleibt auf diesem Server, {host}. Nichts wird anderswohin gesendet.',
		noCode: 'Diese Adresse ist nicht vollständig',
		noCodeMore:
			'Öffnen Sie den ganzen Link, den der Server ausgegeben hat. Einen neuen macht dieser Befehl auf dem Server:',
		codeUsed: 'Dieser Link gilt nicht mehr',
		codeUsedMore:
			'Er wurde benutzt oder ist älter als ein Tag. Einen neuen macht dieser Befehl auf dem Server:',
		newCode: 'npm run parley owner-link',
		signIn: 'Anmelden',
		signInMore: 'Um Besuchern zu antworten, melden Sie sich mit Ihrer E-Mail-Adresse an.',
		toSignIn: 'Zur Anmeldung',
		signInFailed: 'E-Mail-Adresse und Passwort gehören nicht zusammen.',
		missingName: 'Geben Sie Ihren Namen ein',
		missingEmail: 'Geben Sie eine Adresse wie name@example.com ein',
		missingPassword: 'Geben Sie das Passwort ein',
		shortPassword: 'Nehmen Sie mindestens {n} Zeichen',
		noAnswer: 'Der Server hat nicht geantwortet. Versuchen Sie es noch einmal.',

		inbox: 'Eingang',
		conversations: 'Gespräche',
		more: 'Mehr zeigen',
		visitor: 'Besucher {n}',
		choose: 'Wählen Sie ein Gespräch',
		chooseMore: 'Was ein Besucher schreibt und was Ihr Team notiert, steht hier.',
		back: 'Zurück zur Liste',

		statusActiveMine: 'Sie antworten',
		statusActive: '{name} antwortet',
		statusEnded: 'Beendet',
		cancel: 'Abbrechen',
		notFound: 'Dieses Gespräch wurde nicht geladen',
		notFoundMore:
			'Vielleicht wurde es entfernt, oder es gehört zu einer Website, die Sie nicht betreuen.',

		timeline: 'Nachrichten',
		you: 'Sie',

		lost: 'Verbindung verloren um {time}. Was Sie schreiben, wird aufgehoben und in dieser Folge gesendet.',
		nextTry: 'Nächster Versuch in {n}\u00a0s',
		tryingNow: 'Wird gerade versucht',
		tryNow: 'Jetzt versuchen',
		backAgain: 'Verbunden, alles gesendet',
		outdated: 'Diese Seite ist veraltet. Laden Sie sie neu, um weiterzumachen.',
		signedOut: 'Sie sind abgemeldet. Was Sie geschrieben haben, bleibt in diesem Browser.',
		reload: 'Neu laden',
		notKept:
			'Dieser Browser hebt nichts auf: was noch nicht gesendet ist, geht verloren, wenn Sie die Seite schließen.',
		storeAway:
			'Der Server kann gerade nichts speichern. Ihre Nachrichten bleiben hier und werden gesendet, sobald er es kann.',
	},
);
