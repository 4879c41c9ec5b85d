import type { VisitorState } from '../../../shared/client/visitor-client.ts';
import type { PanelSettings } from '../settings.ts';
import { awayWay, isPlain, newestOf, runningOf } from './standing.ts';

/** `wait`: what to show is not known yet. */
export type Screen = 'wait' | 'home' | 'form' | 'away' | 'chat';
/** What the visitor asked for; null: nothing yet. `start`: a chat, by way of the form if there is one. */
export type Wish = 'home' | 'start' | 'chat' | null;

interface Choice {
	readonly settings: PanelSettings;
	readonly state: VisitorState;
	readonly wish: Wish;
	/** A message is on its way and may open a conversation. */
	readonly isSending: boolean;
	/** The rating of this conversation was given or passed over. */
	readonly isDone: (conversation: string) => boolean;
}

/** Which screen the panel shows. A site without anything to show goes to the field at once. */
export function decideScreen({ settings, state, wish, isSending, isDone }: Choice): Screen {
	const newest = newestOf(state);
	const running = runningOf(state);
	if (wish === 'chat') return 'chat';
	if (wish !== 'home' && (running !== null || isSending)) return 'chat';
	const isAway = running === null && awayWay(settings, state.news.presence) !== null;
	if (wish === 'start' && !isAway) return needsForm(settings, state) ? 'form' : 'chat';
	if (wish === null && newest !== null && running === null && !isDone(newest.id)) return 'chat';
	if (isAway) return 'away';
	if (wish === 'home') return 'home';
	if (isPlain(settings)) return 'chat';
	// With hours it may be closed; and nobody may be there at any time.
	const mayBeAway = settings.hours.length > 0 || settings.whenAway !== 'queue';
	const isKnown = state.isLoaded && (!mayBeAway || state.news.presence !== null);
	if (!isKnown && state.link.kind !== 'waiting') return 'wait';
	const hasHome =
		settings.hours.length + settings.articles.length > 0 || needsForm(settings, state);
	return hasHome ? 'home' : 'chat';
}

export const askedFields = ['name', 'email', 'phone'] as const;

/** What is asked and not known yet. */
export function unknownFields({ prechat }: PanelSettings, { news }: VisitorState) {
	return askedFields.filter((name) => prechat[name] !== 'off' && !news.visitor?.[name]);
}

/** The line about keeping has to be agreed to. */
export const needsConsent = ({ prechat }: PanelSettings, { news }: VisitorState): boolean =>
	prechat.consentMonths !== null && news.visitor?.hasConsented !== true;

/** Without this nothing may be sent, also no answer to a greeting. */
export const mustAsk = (settings: PanelSettings, state: VisitorState): boolean =>
	needsConsent(settings, state) ||
	unknownFields(settings, state).some((name) => settings.prechat[name] === 'required');

/** Something must be asked before the chat: of somebody whom nothing is known of, also what they need not say. */
export function needsForm(settings: PanelSettings, state: VisitorState): boolean {
	const { prechat } = settings;
	const unknown = unknownFields(settings, state);
	const isStranger = askedFields.every((name) => !state.news.visitor?.[name]);
	return (
		prechat.topics.length > 0 ||
		prechat.question !== 'off' ||
		needsConsent(settings, state) ||
		unknown.some((name) => isStranger || prechat[name] === 'required')
	);
}
