import '../../styles/sites.css';
import { useState } from '@wordpress/element';
import type { BackupsView } from '../../../../shared/views/backup-view.ts';
import { ApiError, post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { locale } from '../../format.ts';
import { useDesk } from '../../shell/desk.tsx';
import { useResource } from '../../shell/resource.ts';
import { Empty, Failed, Loading } from '../../shell/states.tsx';
import { toast } from '../../shell/toast.tsx';
import { fill } from '../../strings.ts';
import { PageHead } from '../page-head.tsx';
import { Copyable } from '../sites/copyable.tsx';
import { words as settingsWords } from '../words.ts';
import { words } from './words.ts';

const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const count = new Intl.NumberFormat(locale);

function sizeOf(bytes: number): string {
	const [unit, per] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
	return new Intl.NumberFormat(locale, {
		style: 'unit',
		unit,
		maximumFractionDigits: 1,
	}).format(bytes / per);
}

/** The backups on the server: what there is, another one now, and how one is got back. */
export function BackupsPage() {
	const { me } = useDesk();
	const backups = useResource<BackupsView>('/api/v1/backups', 'backups');
	const [isAsking, setAsking] = useState(false);
	const { data } = backups;
	const make = (): void => {
		setAsking(true);
		post<BackupsView>('/api/v1/backups')
			.then(backups.set, (error: unknown) =>
				toast(error instanceof ApiError ? error.message : words.failed),
			)
			.finally(() => setAsking(false));
	};
	const newest = data?.items[0]?.name ?? 'parley-….backup';
	return (
		<>
			<PageHead title={settingsWords.backups}>
				<Button
					kind="primary"
					icon="plus"
					disabled={data === null || data.running !== null}
					aria-busy={isAsking || (data !== null && data.running !== null)}
					onClick={make}
				>
					{words.makeNow}
				</Button>
			</PageHead>
			<div className="page-body">
				{data === null && backups.error === null && <Loading onRetry={backups.reload} />}
				{backups.error !== null && <Failed why={backups.error} onRetry={backups.reload} />}
				{data !== null && (
					<>
						<section className="section">
							<div role="status">
								{data.running !== null && (
									<p className="callout">
										{fill(words.making, {
											events: count.format(data.running.events),
											documents: count.format(data.running.documents),
											files: count.format(data.running.blobs),
										})}
									</p>
								)}
								{data.problem !== null && (
									<p className="callout bad">{fill(words.failedWhy, { why: data.problem })}</p>
								)}
							</div>
							{data.items.length === 0 && data.running === null && (
								<Empty icon="database" title={words.noBackups}>
									{words.noBackupsMore}
								</Empty>
							)}
							<ul className="lines">
								{data.items.map(({ name, bytes, madeAt }) => (
									<li key={name}>
										<div className="words">
											<b>{moment.format(new Date(madeAt))}</b>
											<span className="sub">
												{name}, {sizeOf(bytes)}
											</span>
										</div>
										{me.role === 'owner' && (
											<a
												className="btn"
												href={`/api/v1/backups/${name}`}
												download
												aria-label={fill(words.downloadOf, { name })}
											>
												{words.download}
											</a>
										)}
									</li>
								))}
							</ul>
							{me.role !== 'owner' && data.items.length > 0 && (
								<p className="help">{words.ownerOnly}</p>
							)}
						</section>
						<section className="section stack">
							<h3>{words.where}</h3>
							<p className="help">{fill(words.whereMore, { folder: data.folder })}</p>
							<p className="help">{fill(words.keyMore, { place: data.keyPlace })}</p>
							<Copyable
								label={words.byClock}
								help={words.byClockMore}
								text="npm run parley backup"
							/>
						</section>
						<section className="section stack">
							<h3>{words.restore}</h3>
							<p className="help">{words.restoreMore}</p>
							<Copyable
								label={words.restoreCommand}
								text={`npm run parley -- restore ${data.folder}/${newest} --replace`}
							/>
						</section>
					</>
				)}
			</div>
		</>
	);
}
