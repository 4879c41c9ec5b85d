import { Button } from '../../button.tsx';
import { fill } from '../../strings.ts';
import type { SectionProps } from './site-draft.ts';
import { words } from './words.ts';

const most = 20;

/** What many look for, in the order that visitors see (G21, G22). */
export function Articles({ value: { articles }, change }: SectionProps) {
	const set = (at: number, part: Partial<(typeof articles)[number]>) =>
		change({ articles: articles.map((one, n) => (n === at ? { ...one, ...part } : one)) });
	const up = (at: number): void => {
		const moved = [...articles];
		moved.splice(at - 1, 0, ...moved.splice(at, 1));
		change({ articles: moved });
	};
	return (
		<section className="section">
			<h3>
				{words.articles} <span>{words.articlesMore}</span>
			</h3>
			{articles.length === 0 && <p className="help">{words.noArticles}</p>}
			<ul className="edited">
				{articles.map((article, n) => {
					const what = article.title || fill(words.articleTitle, { n: n + 1 });
					return (
						<li key={n}>
							<div className="input">
								<input
									dir="auto"
									aria-label={fill(words.articleTitle, { n: n + 1 })}
									maxLength={120}
									value={article.title}
									onChange={(event) => set(n, { title: event.currentTarget.value })}
								/>
							</div>
							<div className="input">
								<input
									type="url"
									className="mono"
									placeholder="https://"
									aria-label={fill(words.articleUrl, { n: n + 1 })}
									value={article.url}
									onChange={(event) => set(n, { url: event.currentTarget.value })}
								/>
							</div>
							<Button
								kind="quiet"
								icon="up"
								disabled={n === 0}
								aria-label={fill(words.up, { what })}
								onClick={() => up(n)}
							/>
							<Button
								kind="quiet"
								icon="trash"
								aria-label={fill(words.removeOf, { what })}
								onClick={() => change({ articles: articles.filter((_, at) => at !== n) })}
							/>
						</li>
					);
				})}
			</ul>
			{articles.length < most && (
				<Button
					icon="plus"
					onClick={() => change({ articles: [...articles, { title: '', url: '' }] })}
				>
					{words.addArticle}
				</Button>
			)}
		</section>
	);
}
