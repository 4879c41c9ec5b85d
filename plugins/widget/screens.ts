import { createMenu, type MenuItem } from './panel/menu.ts';
import { device, end, load, mail, sound } from './panel/icons.ts';
import type { Context, Screens, View } from './panel/view.ts';
import { createAddress } from './screens/address.ts';
import { createAway } from './screens/away.ts';
import { createCard } from './screens/card.ts';
import { createEnded } from './screens/ended.ts';
import { createHome } from './screens/home.ts';
import { createNote } from './screens/note.ts';
import { createPrechat } from './screens/prechat.ts';
import { createQuestion } from './screens/question.ts';
import { createRating } from './screens/rating.ts';
import { downloadTranscript } from './screens/transcript.ts';
import { strings } from './strings.ts';

/** Home, forms, what stands in the composer's place, and the menu. */
export function createScreens(context: Context): Screens {
	const { settings, client, ask } = context;
	let view: View | null = null;
	const note = createNote(context);
	const address = createAddress(context, note.tell);
	const download = (id: string): void =>
		void downloadTranscript(context, id).then(
			(isMade) => isMade || note.tell(strings.transcriptFailed),
		);

	async function goOn(conversation: string): Promise<void> {
		try {
			note.giveLink(await client.link({ type: 'conversation.link', conversation }));
		} catch {
			note.tell(strings.continueFailed);
		}
	}

	function items(): MenuItem[] {
		const id = view?.shown?.id;
		if (view === null || id === undefined) return [];
		const all: (MenuItem | false)[] = [
			settings.hasMail && {
				label: strings.transcriptEmail,
				icon: mail,
				choose: () => address.open(id),
			},
			{ label: strings.transcriptDownload, icon: load, choose: () => download(id) },
			{ label: strings.continueOn, icon: device, choose: () => void goOn(id) },
			{
				label: strings.sound,
				icon: sound,
				isOn: context.sound.isOn(),
				choose: () => context.sound.turn(!context.sound.isOn()),
			},
			view.running?.id === id && {
				label: strings.end,
				icon: end,
				isBad: true,
				choose: () => ask('question'),
			},
		];
		return all.filter((item) => item !== false);
	}

	const menu = createMenu(items);
	return {
		parts: {
			home: createHome(context),
			form: createPrechat(context),
			away: createAway(context),
		},
		docks: {
			question: createQuestion(context),
			rating: createRating(context),
			ended: createEnded(context, { download, mail: address.open }),
			address,
			note,
		},
		card: createCard({
			...context,
			ask: (asked) => (asked === 'address' ? address.open(null) : ask(asked)),
		}),
		menu: { ...menu, render: (next: View) => void (view = next) },
	};
}
