import { linkify } from '../../../shared/client/linkify.ts';

/** A text as it was written; web and mail addresses lead out, to a tab that knows nothing of this one. */
export const LinkedText = ({ text }: { readonly text: string }) => (
	<>
		{linkify(text).map(({ text: shown, href }, index) =>
			href === undefined ? (
				shown
			) : (
				<a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow">
					{shown}
				</a>
			),
		)}
	</>
);
