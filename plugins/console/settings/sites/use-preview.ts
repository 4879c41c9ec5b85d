import { useEffect, useState } from '@wordpress/element';
import type { SitePreview } from '../../../../shared/site/site-preview.ts';
import { post } from '../../api.ts';
import type { WholeSite } from '../site/use-site.ts';
import type { SiteValue } from './site-draft.ts';

/** Who types is not followed letter by letter. */
const pauseMs = 200;

/** What visitors would see with these settings, by the server's own rules; the last good answer stays while one does not fit. */
export function usePreview({ id, rev }: WholeSite, value: SiteValue) {
	const [preview, setPreview] = useState<SitePreview | null>(null);
	const [error, setError] = useState<string | null>(null);
	const asked = JSON.stringify(value);
	useEffect(() => {
		let isLate = false;
		const shown = shownOf(JSON.parse(asked) as SiteValue);
		const timer = setTimeout(() => {
			post<SitePreview>(`/api/v1/sites/${id}/preview`, shown).then(
				(answer) => {
					if (isLate) return;
					setPreview(answer);
					setError(null);
				},
				(failure: Error) => !isLate && setError(failure.message),
			);
		}, pauseMs);
		return () => {
			isLate = true;
			clearTimeout(timer);
		};
	}, [id, rev, asked]);
	return { preview, error };
}

/** Rows that are only begun are no mistake yet. */
function shownOf({ name, origins: _origins, ...settings }: SiteValue) {
	const { articles, prechat } = settings;
	return {
		...(name.trim() === '' ? {} : { name }),
		settings: {
			...settings,
			articles: articles.filter(
				({ title, url }) => title.trim() !== '' && /^https?:\/\/./.test(url),
			),
			prechat: { ...prechat, topics: prechat.topics.filter(({ label }) => label.trim() !== '') },
		},
	};
}

/** Bytes of the loader as this browser gets them; null: not known. */
export function useLoaderSize({ key, rev }: WholeSite): number | null {
	const [size, setSize] = useState<number | null>(null);
	useEffect(() => {
		let isLate = false;
		const address = new URL(`/widget.js?site=${key}&measured=${rev}`, location.href).href;
		const measure = async (): Promise<void> => {
			const answer = await fetch(address, { cache: 'no-store' });
			await answer.text();
			const entry = performance.getEntriesByName(address).at(-1);
			const bytes = (entry as PerformanceResourceTiming | undefined)?.encodedBodySize ?? 0;
			if (!isLate && answer.ok) setSize(bytes > 0 ? bytes : null);
		};
		measure().catch(() => setSize(null));
		return () => {
			isLate = true;
		};
	}, [key, rev]);
	return size;
}
