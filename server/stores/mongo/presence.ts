import { hostname } from 'node:os';
import type { Session } from './session.ts';

/** Another server that uses this database. */
export interface OtherNode {
	readonly node: string;
	readonly host: string;
	readonly pid: number;
	/** Epoch milliseconds, by the database's clock. */
	readonly seenAt: number;
}

const renewMs = 10_000;
/** Three renewals may be missed. */
const aliveMs = 30_000;
const forgetMs = 7 * 86_400_000;

export interface Presence {
	/** A small write that a majority acknowledges. */
	renew(): Promise<unknown>;
	others(): Promise<OtherNode[]>;
	end(): Promise<void>;
}

/** Says that this server is there, by the database's clock, which all servers share. */
export async function announce(session: Session): Promise<Presence> {
	const { nodes } = session.models;
	const renew = (): Promise<unknown> =>
		nodes
			.updateOne(
				{ _id: session.node },
				{ $set: { host: hostname(), pid: process.pid }, $currentDate: { seenAt: true } },
				{ upsert: true },
			)
			.exec();
	await renew();
	// Of machines and containers that are long gone.
	await nodes.deleteMany({ seenAt: { $lt: new Date(Number(await timeOf(session)) - forgetMs) } });
	// Best effort: while the database is away nobody else is told either.
	const timer = setInterval(() => void renew().catch(() => undefined), renewMs);
	timer.unref();
	return {
		renew,
		async others() {
			const since = new Date(Number(await timeOf(session)) - aliveMs);
			const rows = await nodes.find({ seenAt: { $gt: since } }).lean();
			return rows
				.filter(({ _id }) => _id !== session.node)
				.map(({ _id: node, host, pid, seenAt }) => ({ node, host, pid, seenAt: Number(seenAt) }));
		},
		async end() {
			clearInterval(timer);
			// Away, it would be waited for; the others see by the time that nobody is here.
			if (!session.link.isUp()) return;
			await nodes.deleteOne({ _id: session.node }).catch(() => undefined);
		},
	};
}

async function timeOf({ connection }: Session): Promise<Date> {
	const hello = await connection.getClient().db('admin').command({ hello: 1 });
	return hello['localTime'] as Date;
}
