import type { ReactNode } from 'react';
import type { ConversationView, VisitorView } from '../../../shared/views/event-view.ts';
import { locale } from '../format.ts';
import { useSites } from '../shell/use-sites.ts';
import { Fact } from './section.tsx';
import { words } from './words.ts';

/** Who it is: what the visitor or the site said, form and custom fields included. */
export function Person({
	name,
	visitor,
	view,
	avatar,
}: {
	readonly name: string;
	readonly visitor: VisitorView | null;
	readonly view: ConversationView;
	readonly avatar: ReactNode;
}) {
	const sites = useSites();
	const site = sites.find(({ id }) => id === view.site);
	const topic = site?.settings.prechat.topics.find(({ id }) => id === view.group)?.label;
	const custom = Object.entries(visitor?.custom ?? {});
	return (
		<section className="fact-section">
			<div className="person">
				{avatar}
				<div>
					<b dir="auto">{name}</b>
					<p className="sub">{visitor?.isVerified ? words.verified : words.unverified}</p>
				</div>
			</div>
			<dl>
				{visitor?.email && (
					<Fact name={words.email}>
						<a href={`mailto:${visitor.email}`}>{visitor.email}</a>
					</Fact>
				)}
				{visitor?.phone && (
					<Fact name={words.phone}>
						<a href={`tel:${visitor.phone.replace(/[^+\d]/g, '')}`}>{visitor.phone}</a>
					</Fact>
				)}
				{topic !== undefined && <Fact name={words.about}>{topic}</Fact>}
				{sites.length > 1 && site !== undefined && <Fact name={words.site}>{site.name}</Fact>}
				{custom.map(([key, value]) => (
					<Fact key={key} name={key}>
						{String(value)}
					</Fact>
				))}
				{visitor?.consentAt && (
					<Fact name={words.consent}>{new Date(visitor.consentAt).toLocaleDateString(locale)}</Fact>
				)}
			</dl>
		</section>
	);
}
