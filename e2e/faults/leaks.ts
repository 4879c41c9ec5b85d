/** Every text of a run names its talk; a note's mark says that it is one. */
const canary = /\{([^/{}"]+)\/([^/{}"]*)\}/g;
export const noteMark = (n: number): string => `note${n}`;

/** Hears every byte that came to a visitor's transport: nothing internal, no `seq`, and nothing that another visitor said. */
export const listenForLeaks =
	(who: string, isOwn: (talk: string) => boolean, fault: (message: string) => void) =>
	(text: string): void => {
		if (/"seq"\s*:/.test(text)) fault(`${who} received a seq: ${text.slice(-300)}`);
		for (const [all, talk = '', mark = ''] of text.matchAll(canary)) {
			if (mark.includes('note')) fault(`${who} received the note ${all}`);
			if (!isOwn(talk)) fault(`${who} received ${all} of another`);
		}
	};
