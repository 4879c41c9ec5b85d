import { inLanguage } from '../../shell/in-language.ts';

type Example = { readonly key: string; readonly title: string; readonly text: string };

const example = (key: string, title: string, text: string): Example => ({ key, title, text });
const byLanguage = inLanguage(
	{
		hello: example(
			'hello',
			'Greeting',
			'Hello {firstName}, I am {agent} from {site}. I am reading your message now.',
		),
		contact: example(
			'contact',
			'Ask for contact data',
			'So that we can reach you if the connection breaks: which e-mail address or phone number may we use?',
		),
		transfer: example(
			'transfer',
			'Before a transfer',
			'A colleague knows more about this. I am passing you on together with everything that we wrote, so you need not repeat anything.',
		),
		wrapup: example(
			'wrapup',
			'Is everything solved?',
			'Is there anything else that I can do for you today?',
		),
		goodbye: example(
			'goodbye',
			'Goodbye',
			'Thank you for writing, {firstName}. Come back whenever you have a question.',
		),
	},
	{
		hello: example(
			'hallo',
			'Begrüßung',
			'Guten Tag {name}, ich bin {agent} von {site}. Ich lese gerade Ihre Nachricht.',
		),
		contact: example(
			'kontakt',
			'Nach Kontaktdaten fragen',
			'Damit wir Sie erreichen, falls die Verbindung abbricht: Welche E-Mail-Adresse oder Telefonnummer dürfen wir verwenden?',
		),
		transfer: example(
			'uebergabe',
			'Vor einer Übergabe',
			'Jemand aus dem Team weiß darüber mehr. Ich übergebe Sie mit allem, was wir geschrieben haben; Sie müssen nichts wiederholen.',
		),
		wrapup: example('geloest', 'Ist alles gelöst?', 'Kann ich heute noch etwas für Sie tun?'),
		goodbye: example(
			'tschuess',
			'Verabschiedung',
			'Vielen Dank für Ihre Nachricht, {name}. Schreiben Sie gern wieder, wenn Sie eine Frage haben.',
		),
	},
);

/** To begin with: greeting, contact data, transfer, wrap-up, goodbye (M28-M32), in the language of the console. */
export const examples: readonly Example[] = Object.values(byLanguage);
