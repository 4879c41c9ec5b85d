import type { NoticeView } from '../../../shared/views/notice-view.ts';
import { fill } from '../fill.ts';
import type { NoticeWords } from './words.ts';

export interface NoticeText {
	readonly title: string;
	readonly body: string;
}

/** What a notice says. Without `showsText` nobody who sees the screen learns who it is or what was written. */
export function noticeText(
	{ kind, name, by, text, conversation }: NoticeView,
	showsText: boolean,
	words: NoticeWords,
): NoticeText {
	const who = name ?? '';
	if (kind === 'status' && conversation === null) {
		const news = words.statusNews;
		return { title: text in news ? news[text as keyof typeof news] : words.push, body: '' };
	}
	if (!showsText) return { title: hidden(kind, words), body: '' };
	const said = text === '' ? who : fill(words.from, { name: who, text });
	switch (kind) {
		case 'waiting':
			return { title: words.noticeWaiting, body: said };
		case 'assigned':
			return {
				title: by === null ? words.noticeAssigned : fill(words.noticePassed, { by }),
				body: said,
			};
		case 'message':
			return { title: who === '' ? words.noticeMessage : who, body: text };
		case 'mention':
			return {
				title: by === null ? words.noticeMentionHidden : fill(words.noticeMention, { by }),
				body: text,
			};
		case 'late':
			return { title: fill(words.noticeLate, { name: who }), body: text };
		case 'status':
			return { title: fill(words.noticeEnded, { name: who }), body: '' };
	}
}

function hidden(kind: NoticeView['kind'], words: NoticeWords): string {
	switch (kind) {
		case 'waiting':
			return words.noticeWaiting;
		case 'assigned':
			return words.noticeAssigned;
		case 'message':
			return words.noticeMessage;
		case 'mention':
			return words.noticeMentionHidden;
		case 'late':
			return words.noticeLateHidden;
		case 'status':
			return words.noticeEndedHidden;
	}
}
