import { Icon } from '../icon.tsx';
import { Avatar } from '../shell/people.tsx';
import { words } from './talk-words.ts';

/** What the visitor has written and not sent (H25). Never read aloud: it changes with each letter. */
export const DraftBubble = ({
	text,
	name,
}: {
	readonly text: string;
	readonly name: string | null;
}) => (
	<div className="said visitor first last draft" aria-hidden="true">
		<Avatar name={name} size={24} />
		<div className="column">
			<div className="body">
				<p className="bubble" dir="auto">
					{text}
				</p>
			</div>
			<p className="stamp">
				<Icon name="pencil" />
				{words.typing}
			</p>
		</div>
	</div>
);
