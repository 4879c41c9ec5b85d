import { useEffect, useState } from '@wordpress/element';
import type { AgentClient, AgentState } from '../../../shared/client/agent-client.ts';
import { isStoreShut } from '../../../shared/client/store-shut.ts';
import { Button } from '../button.tsx';
import { timeOf } from '../format.ts';
import { Icon } from '../icon.tsx';
import { fill, strings } from '../strings.ts';

/** A short loss is nobody's business. */
const patienceMs = 2_000;
const thanksMs = 2_000;

/** Over the panes while the connection is lost, and for a moment when it is back. */
export function ConnectionBar({
	client,
	state,
}: {
	readonly client: AgentClient;
	readonly state: AgentState;
}) {
	const { link, pending, isKept } = state;
	const [now, setNow] = useState(() => Date.now());
	const [lostAt, setLostAt] = useState<number | null>(null);
	const [thanksUntil, setThanksUntil] = useState(0);
	const isOpen = link.kind === 'open';
	const isLost =
		!isOpen && link.kind !== 'stopped' && lostAt !== null && now - lostAt >= patienceMs;
	const isStuck = isOpen && isStoreShut(pending);
	const isIdle = isOpen && now >= thanksUntil && lostAt === null;

	useEffect(() => {
		if (!isOpen) return setLostAt((known) => known ?? Date.now());
		if (pending.some(({ state: sending }) => sending === 'waiting' || sending === 'sending'))
			return;
		setLostAt((known) => {
			if (known !== null && Date.now() - known >= patienceMs) setThanksUntil(Date.now() + thanksMs);
			return null;
		});
	}, [isOpen, pending]);
	useEffect(() => {
		if (isIdle) return;
		const timer = window.setInterval(() => setNow(Date.now()), 500);
		return () => window.clearInterval(timer);
	}, [isIdle]);

	if (link.kind === 'stopped' && link.code !== null) {
		return (
			<div className="banner bad" role="alert">
				<Icon name="alert" />
				<span>{link.code === 'not_signed_in' ? strings.signedOut : strings.outdated}</span>
				<Button onClick={() => location.reload()}>{strings.reload}</Button>
			</div>
		);
	}
	return (
		<>
			{isStuck && (
				<div className="banner warn" role="alert">
					<Icon name="alert" />
					<span>{strings.storeAway}</span>
				</div>
			)}
			<div
				className={isLost ? 'banner warn' : 'banner good'}
				hidden={!isLost && (!isOpen || now >= thanksUntil)}
			>
				<Icon name={isLost ? 'offline' : 'check'} />
				<span role="alert">
					{isLost
						? fill(strings.lost, { time: timeOf(lostAt) })
						: now < thanksUntil
							? strings.backAgain
							: ''}
				</span>
				{isLost && (
					<>
						<span className="next" aria-hidden="true">
							{link.kind === 'waiting'
								? fill(strings.nextTry, { n: Math.max(1, Math.ceil((link.retryAt - now) / 1000)) })
								: strings.tryingNow}
						</span>
						<Button onClick={() => client.retryNow()}>{strings.tryNow}</Button>
					</>
				)}
			</div>
			{!isKept && (
				<div className="banner warn" role="status">
					<Icon name="alert" />
					<span>{strings.notKept}</span>
				</div>
			)}
		</>
	);
}
