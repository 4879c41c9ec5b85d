import type { AgentStatus } from '../../../shared/views/desk-view.ts';
import type { Priority } from '../../../shared/views/event-view.ts';
import { Icon } from '../icon.tsx';

/** First letters of the first and the last word; null: no name to take them from. */
export function initialsOf(name: string | null): string | null {
	const parts = (name ?? '').trim().split(/\s+/).filter(Boolean);
	const first = Array.from(parts[0] ?? '')[0];
	if (first === undefined) return null;
	const last = parts.length > 1 ? (Array.from(parts.at(-1) ?? '')[0] ?? '') : '';
	return (first + last).toUpperCase();
}

interface AvatarProps {
	readonly name: string | null;
	readonly photo?: string | null;
	readonly isAgent?: boolean;
	/** Pixels. */
	readonly size?: 20 | 24 | 32 | 40;
	/** A mark at the corner. */
	readonly status?: AgentStatus;
}

/** Says nothing to a screen reader: the name always stands beside it. */
export function Avatar({ name, photo = null, isAgent = false, size = 32, status }: AvatarProps) {
	const initials = initialsOf(name);
	return (
		<span className={`who s${size} ${isAgent ? 'agent' : ''}`} aria-hidden="true">
			{photo !== null ? (
				<img src={photo} alt="" loading="lazy" />
			) : initials === null ? (
				<Icon name="user" />
			) : (
				initials
			)}
			{status !== undefined && <StatusMark status={status} />}
		</span>
	);
}

/** Differs by shape too: disc, disc with a bar, clock, cross. */
export function StatusMark({ status }: { readonly status: AgentStatus }) {
	return (
		<svg className={`st ${status}`} viewBox="0 0 12 12" aria-hidden="true">
			{status === 'available' && <circle className="fill" cx="6" cy="6" r="5" />}
			{status === 'busy' && (
				<path
					className="fill"
					fillRule="evenodd"
					d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1M3.5 5.25h5v1.5h-5z"
				/>
			)}
			{status === 'away' && (
				<path d="M1.75 6a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0M6 3.5V6l1.6 1.2" />
			)}
			{status === 'offline' && (
				<path d="M1.75 6a4.25 4.25 0 1 0 8.5 0a4.25 4.25 0 1 0-8.5 0M4.3 4.3l3.4 3.4M7.7 4.3 4.3 7.7" />
			)}
		</svg>
	);
}

const bars: Readonly<Record<Priority, number>> = { urgent: 0, high: 3, normal: 2, low: 1 };
const barPaths = ['M1.5 9h2.5v4H1.5z', 'M5.75 5.5h2.5V13h-2.5z', 'M10 2h2.5v11H10z'] as const;

export function PriorityMark({ priority }: { readonly priority: Priority }) {
	return (
		<svg className={`prio ${priority}`} viewBox="0 0 14 14" aria-hidden="true">
			{priority === 'urgent' ? (
				<path
					fillRule="evenodd"
					d="M3 1h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H3a2 2 0 0 1-2-2V3a2 2 0 0 1 2-2M6.1 9.3v1.5h1.8V9.3zM6.2 3.5l.2 4.5h1.2l.2-4.5z"
				/>
			) : (
				barPaths.map((d, n) => <path key={d} d={d} opacity={n < bars[priority] ? 1 : 0.3} />)
			)}
		</svg>
	);
}
