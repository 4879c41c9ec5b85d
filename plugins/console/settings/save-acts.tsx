import { Button } from '../button.tsx';
import { fill } from '../strings.ts';
import type { Draft } from './use-draft.ts';
import { words } from './words.ts';

/** In the head of a page that is edited: how much is unsaved, discard, save. */
export function SaveActs({
	draft,
}: {
	readonly draft: Pick<Draft<object>, 'changes' | 'isSaving' | 'discard' | 'save'>;
}) {
	const { changes, isSaving, discard, save } = draft;
	if (changes === 0) return null;
	return (
		<>
			<span className="unsaved" role="status">
				{changes === 1 ? words.unsavedOne : fill(words.unsaved, { n: changes })}
			</span>
			<Button kind="quiet" onClick={discard}>
				{words.discard}
			</Button>
			<Button kind="primary" aria-busy={isSaving} onClick={save}>
				{isSaving ? words.saving : words.save}
			</Button>
		</>
	);
}
