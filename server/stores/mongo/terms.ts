import type { Link } from './connect.ts';
import type { Models } from './schemas.ts';

/**
 * A primary that was just elected holds all that a majority ever acknowledged, but may not know for a moment that the
 * majority has it: its majority reads then show less than what was acknowledged before. Once a write of its own is
 * acknowledged by the majority it knows. So after every election that this process hears of one small write goes first, and a
 * read that the election came in between of is done again.
 */
export class Terms {
	private readonly models: Models;
	private readonly link: Link;
	private readonly node: string;
	private confirmed: string | null = null;
	private confirming: Promise<void> | null = null;

	constructor(models: Models, link: Link, node: string) {
		this.models = models;
		this.link = link;
		this.node = node;
	}

	async read<T>(look: () => PromiseLike<T>): Promise<T> {
		for (;;) {
			if (this.confirmed !== this.link.term()) await this.confirm();
			const term = this.confirmed;
			const result = await look();
			if (term === this.link.term()) return result;
		}
	}

	/** One write for all who wait. */
	private confirm(): Promise<void> {
		this.confirming ??= this.write().finally(() => {
			this.confirming = null;
		});
		return this.confirming;
	}

	private async write(): Promise<void> {
		const term = this.link.term();
		await this.models.nodes.updateOne(
			{ _id: this.node },
			{ $currentDate: { seenAt: true } },
			{ upsert: true },
		);
		// An election meanwhile asks for another one.
		if (term === this.link.term()) this.confirmed = term;
	}
}
