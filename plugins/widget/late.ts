import './styles/late.css';
import type { KeyValues } from '../../shared/client/parts.ts';
import type { VisitorState } from '../../shared/client/visitor-client.ts';
import type { Core } from './panel/core.ts';
import { drawn } from './panel/dom.ts';
import { createDraft } from './panel/draft.ts';
import type { HostWish } from './panel/host-link.ts';
import { grant } from './panel/host-wish.ts';
import { clip, smile } from './panel/icons.ts';
import { createLogMore } from './panel/log-more.ts';
import { createPanel } from './panel/panel-view.ts';
import { createSound } from './panel/sound.ts';
import { createWatch } from './panel/watch.ts';

/* All that is not needed to read and to write, loaded after the first paint. */

export interface Late {
	render(state: VisitorState): void;
	grant(wish: HostWish): void;
	focus(): void;
}

export function createLate(core: Core, storage: KeyValues): Late {
	const { client, composer } = core;
	const sound = createSound(storage, Date.now);
	const panel = createPanel(core, storage, sound);
	const watch = createWatch(core, storage, sound);
	const lookAfter = createDraft(composer.field, storage, core.settings.key);
	let emoji: HTMLElement | null = null;

	composer.field.addEventListener('input', () => lookAfter(client.token));
	composer.clip.append(drawn(clip));
	composer.smile.append(drawn(smile));
	composer.equip({
		attach: createLogMore(core).pick,
		emoji() {
			if (emoji !== null) return closeEmoji();
			void import('./panel/emoji.ts').then(({ createEmoji }) => {
				if (emoji !== null) return;
				const made = createEmoji({ choose: composer.insert, close: closeEmoji });
				emoji = made.root;
				composer.root.prepend(emoji);
				made.focus();
			});
		},
	});

	function closeEmoji(): void {
		emoji?.remove();
		emoji = null;
		composer.smile.focus();
	}

	return {
		render(state) {
			panel.render(state);
			watch(state, panel.isChat());
			lookAfter(client.token);
		},
		grant: (wish) => grant(wish, client, panel.reply),
		focus: panel.focus,
	};
}
