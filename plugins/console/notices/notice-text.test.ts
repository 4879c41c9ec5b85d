import { noticeKinds, type NoticeView } from '../../../shared/views/notice-view.ts';
import { noticeText } from './notice-text.ts';
import { wordsIn } from './words.ts';

const said: Omit<NoticeView, 'kind'> = {
	conversation: 'c1',
	name: 'Hanna {by}',
	by: 'Jonas',
	text: 'My card is 4111',
};

it.each(['en', 'de'] as const)(
	'says who and what, or only that something came (%s)',
	(language) => {
		const words = wordsIn(language);
		for (const kind of noticeKinds) {
			const shown = noticeText({ kind, ...said }, true, words);
			const hidden = noticeText({ kind, ...said }, false, words);
			expect(shown.title).not.toBe('');
			expect(hidden.title).not.toBe('');
			expect(`${hidden.title} ${hidden.body}`).not.toMatch(/Hanna|Jonas|4111|\{/);
			expect(`${shown.title} ${shown.body}`).toMatch(/Hanna|Jonas/);
		}
	},
);

it('says each news about the agent in words', () => {
	for (const text of ['available', 'busy', 'away', 'offline', 'lost', 'signed_out']) {
		const notice = { ...said, kind: 'status', conversation: null, text } as const;
		expect(noticeText(notice, false, wordsIn('en'))).toEqual({
			title: wordsIn('en').statusNews[text as 'away'],
			body: '',
		});
	}
});
