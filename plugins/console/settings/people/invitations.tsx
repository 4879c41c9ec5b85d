import type { InvitationView } from '../../../../shared/views/people-view.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import { toast } from '../../shell/toast.tsx';
import { dayOf } from './moments.ts';
import { words } from './words.ts';

interface Props {
	readonly list: readonly InvitationView[];
	readonly onChange: () => void;
}

/** Who was invited and has not come yet. */
export function Invitations({ list, onChange }: Props) {
	if (list.length === 0) return null;
	const takeBack = (id: string): void => {
		post(`/api/v1/invitations/${id}/delete`)
			.then(
				() => toast(words.tookBack),
				(error: unknown) => toast((error as Error).message),
			)
			.finally(onChange);
	};
	return (
		<section className="section" aria-label={words.open}>
			<h3>{words.open}</h3>
			<ul className="lined">
				{list.map(({ id, name, email, role, by, expiresAt }) => (
					<li key={id}>
						<span className="words">
							<b>{name}</b>
							<small>
								{email} · {words.roles[role]} ·{' '}
								{fill(words.invitedBy, { name: by, date: dayOf(expiresAt) })}
							</small>
						</span>
						<Button
							kind="quiet"
							aria-label={`${words.takeBack}: ${name}`}
							onClick={() => takeBack(id)}
						>
							{words.takeBack}
						</Button>
					</li>
				))}
			</ul>
		</section>
	);
}
