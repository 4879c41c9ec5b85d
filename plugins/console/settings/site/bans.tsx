import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { locale, visitorName } from '../../format.ts';
import { useResource } from '../../shell/resource.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { inLanguage } from '../../shell/in-language.ts';
import { fill } from '../../strings.ts';
import { PageHead } from '../page-head.tsx';

interface BanView {
	readonly id: string;
	readonly visitor: string;
	readonly name: string | null;
	readonly isByAddress: boolean;
	readonly reason: string;
	readonly byName: string;
	readonly at: string;
	readonly until: string | null;
}

const words = inLanguage(
	{
		title: 'Blocked visitors',
		more: 'Block somebody in the details of a conversation. Messages from there are refused until the block ends.',
		none: 'Nobody is blocked',
		forGood: 'for good',
		until: 'until {date}',
		by: '{name}, {date}',
		address: 'and everybody from the same address',
		lift: 'Lift',
		liftOf: 'Lift the block of {name}',
		lifted: 'The block is lifted',
		failed: 'That did not work. Try again.',
	},
	{
		title: 'Gesperrte Besucher',
		more: 'Sperren können Sie in den Details eines Gesprächs. Nachrichten von dort werden bis zum Ende der Sperre abgewiesen.',
		none: 'Niemand ist gesperrt',
		forGood: 'für immer',
		until: 'bis {date}',
		by: '{name}, {date}',
		address: 'und alle mit derselben Adresse',
		lift: 'Aufheben',
		liftOf: 'Sperre von {name} aufheben',
		lifted: 'Die Sperre ist aufgehoben',
		failed: 'Das hat nicht geklappt. Versuchen Sie es noch einmal.',
	},
);
const dateOf = (at: string): string => new Date(at).toLocaleDateString(locale);

/** Who may not chat, why, and until when (G42). */
export function BansPage() {
	const { data, error, reload } = useResource<readonly BanView[]>('/api/v1/bans', 'bans');
	const lift = (id: string): void =>
		void post(`/api/v1/bans/${id}/delete`).then(
			() => toast(words.lifted),
			(failure: unknown) => toast(failure instanceof ApiError ? failure.message : words.failed),
		);
	return (
		<>
			<PageHead title={words.title} />
			<div className="page-body">
				<p className="help">{words.more}</p>
				{data === null && error === null && <Loading onRetry={reload} />}
				{error !== null && <Failed why={error} onRetry={reload} />}
				{data?.length === 0 && <Empty icon="shield" title={words.none} />}
				<ul className="lines">
					{(data ?? []).map((ban) => {
						const name = visitorName(ban.visitor, ban.name);
						return (
							<li key={ban.id}>
								<div className="words">
									<b dir="auto">{name}</b>
									<span className="sub">
										{[
											ban.isByAddress ? words.address : null,
											ban.until === null
												? words.forGood
												: fill(words.until, { date: dateOf(ban.until) }),
										]
											.filter(Boolean)
											.join(', ')}
									</span>
									{ban.reason !== '' && <span dir="auto">{ban.reason}</span>}
									<span className="sub">
										{fill(words.by, { name: ban.byName, date: dateOf(ban.at) })}
									</span>
								</div>
								<Button aria-label={fill(words.liftOf, { name })} onClick={() => lift(ban.id)}>
									{words.lift}
								</Button>
							</li>
						);
					})}
				</ul>
			</div>
		</>
	);
}
