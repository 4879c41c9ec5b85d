import { useState } from '@wordpress/element';
import type { AccountView, SessionView } from '../../../../shared/views/people-view.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { useResource } from '../../shell/resource.ts';
import { toast } from '../../shell/toast.tsx';
import { AskDialog } from './ask-dialog.tsx';
import { LinkToCopy } from './link-to-copy.tsx';
import { Act } from './parts.tsx';
import { words } from './words.ts';

/** What an admin may do with the sign-in of a colleague. */
export function AgentAccess({ account }: { readonly account: AccountView }) {
	const { id, name, rev, isOff, hasSecondStep } = account;
	const path = `/api/v1/agents/${id}`;
	const sessions = useResource<readonly SessionView[]>(`${path}/sessions`, 'agents');
	const [asked, ask] = useState<'off' | 'step' | null>(null);
	const [link, setLink] = useState<string | null>(null);
	const count = sessions.data?.length ?? 0;

	function act(sub: string, body: object, said: string | null): Promise<unknown> {
		ask(null);
		const sent = post<{ url?: string }>(path + sub, body);
		sent.then(
			({ url }) => {
				if (url !== undefined) setLink(url);
				if (said !== null) toast(said);
				sessions.reload();
			},
			(error: unknown) => toast((error as Error).message),
		);
		return sent;
	}
	const switchTo = (off: boolean): void =>
		void act('', { rev, isOff: off }, fill(off ? words.switchedOff : words.switchedOn, { name }));

	return (
		<section className="section stack" aria-label={words.access}>
			<h3>
				{words.access} <span>{words.accessMore}</span>
			</h3>
			{!isOff && (
				<>
					<Act title={words.resetLink} more={words.resetLinkMore}>
						<Button onClick={() => void act('/reset-link', {}, null)}>{words.makeLink}</Button>
					</Act>
					{link !== null && (
						<div className="stack" role="status">
							<p className="dim">{fill(words.linkMore, { name })}</p>
							<LinkToCopy label={words.resetLink} url={link} />
						</div>
					)}
					{hasSecondStep === true && (
						<Act title={words.removeStep} more={words.removeStepMore}>
							<Button onClick={() => ask('step')}>{words.removeStep}</Button>
						</Act>
					)}
					<Act title={words.endAll} more={signedInText(count)}>
						<Button
							disabled={count === 0}
							onClick={() => void act('/sessions/delete', {}, words.endedAll)}
						>
							{words.endAll}
						</Button>
					</Act>
				</>
			)}
			<Act title={isOff ? words.off : words.switchOff} more={words.switchOffMore}>
				{isOff ? (
					<Button onClick={() => switchTo(false)}>{words.switchOn}</Button>
				) : (
					<Button kind="danger" onClick={() => ask('off')}>
						{words.switchOff}
					</Button>
				)}
			</Act>
			{asked === 'off' && (
				<AskDialog
					title={fill(words.switchOffAsk, { name })}
					more={fill(words.switchOffAskMore, { name })}
					act={words.switchOff}
					onYes={() => switchTo(true)}
					onClose={() => ask(null)}
				/>
			)}
			{asked === 'step' && (
				<AskDialog
					title={fill(words.removeStepAsk, { name })}
					more={fill(words.removeStepAskMore, { name })}
					act={words.removeStep}
					onYes={() => void act('/second-step/delete', {}, words.removedStep)}
					onClose={() => ask(null)}
				/>
			)}
		</section>
	);
}

function signedInText(count: number): string {
	if (count === 0) return words.endAllNone;
	return count === 1 ? words.endAllOne : fill(words.endAllMore, { n: count });
}
