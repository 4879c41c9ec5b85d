/**
 * Where the visitor is, as the team may know it: the rest of the address may hold a name, a token or what was searched for. What a
 * campaign has put there is kept.
 */
export const pageOf = ({ origin, pathname, search }: Location, title: string) => ({
	url: (
		origin +
		pathname +
		(search.match(/[?&]utm_\w+=[^&]*/g) || []).join('').replace(/^&/, '?')
	).slice(0, 2000),
	title: title.slice(0, 300),
});
