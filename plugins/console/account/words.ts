import { inLanguage } from '../shell/in-language.ts';

export const words = inLanguage(
	{
		code: 'Code',
		codeTitle: 'Second step',
		codeMore:
			'Enter the six digits that your authenticator app shows now, or one of your recovery codes.',
		codeHelp:
			'The phone is lost? Use a recovery code, or ask an owner or admin to take the second step away.',
		missingCode: 'Enter the code',
		codeWrong: 'This code is wrong or was used already. Wait for the next one.',
		otherAccount: 'Use another account',
		off: 'This account is switched off. Ask an owner or an admin.',
		forgot: 'Forgot the password? An owner or admin can make you a link for a new one.',

		join: 'Join the team',
		joinMore: '{by} invited you to answer visitors here. Your address is {email}.',
		joinMoreNobody: 'You were invited to answer visitors here. Your address is {email}.',
		joinDone: 'Join',
		reset: 'New password',
		resetMore:
			'For the account of {name}, {email}. All browsers where it is signed in are signed out.',
		resetDone: 'Save the new password',
		resetSaved: 'The new password is saved. Sign in with it.',
		linkUsed: 'This link does not work any more',
		joinUsedMore:
			'It was used, taken back, or is older than seven days. Ask the person who invited you for a new one.',
		resetUsedMore: 'It was used, or is older than a day. Ask an owner or admin for a new one.',
		linkPart: 'This address is not complete',
		linkPartMore: 'Open the whole link that you were given.',
		hasAccount: 'An account with this address exists already. Sign in with it.',
	},
	{
		code: 'Code',
		codeTitle: 'Zweiter Schritt',
		codeMore:
			'Geben Sie die sechs Ziffern ein, die Ihre Authenticator-App jetzt zeigt, oder einen Ihrer Ersatzcodes.',
		codeHelp:
			'Telefon verloren? Nehmen Sie einen Ersatzcode, oder bitten Sie Inhaber oder Admin, den zweiten Schritt zu entfernen.',
		missingCode: 'Geben Sie den Code ein',
		codeWrong: 'Dieser Code ist falsch oder schon verwendet. Warten Sie auf den nächsten.',
		otherAccount: 'Anderes Konto verwenden',
		off: 'Dieses Konto ist abgeschaltet. Fragen Sie Inhaber oder Admin.',
		forgot: 'Passwort vergessen? Inhaber oder Admin können Ihnen einen Link für ein neues geben.',

		join: 'Dem Team beitreten',
		joinMore: '{by} hat Sie eingeladen, hier Besuchern zu antworten. Ihre Adresse ist {email}.',
		joinMoreNobody: 'Sie wurden eingeladen, hier Besuchern zu antworten. Ihre Adresse ist {email}.',
		joinDone: 'Beitreten',
		reset: 'Neues Passwort',
		resetMore:
			'Für das Konto von {name}, {email}. Alle Browser, in denen es angemeldet ist, werden abgemeldet.',
		resetDone: 'Neues Passwort speichern',
		resetSaved: 'Das neue Passwort ist gespeichert. Melden Sie sich damit an.',
		linkUsed: 'Dieser Link gilt nicht mehr',
		joinUsedMore:
			'Er wurde verwendet, zurückgezogen oder ist älter als sieben Tage. Bitten Sie um einen neuen.',
		resetUsedMore:
			'Er wurde verwendet oder ist älter als einen Tag. Bitten Sie Inhaber oder Admin um einen neuen.',
		linkPart: 'Diese Adresse ist nicht vollständig',
		linkPartMore: 'Öffnen Sie den ganzen Link, den Sie bekommen haben.',
		hasAccount: 'Ein Konto mit dieser Adresse gibt es schon. Melden Sie sich damit an.',
	},
);
