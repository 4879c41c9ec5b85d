import { attributesOf, grant } from './host-wish.ts';

it('puts name, e-mail and phone in their places and the rest beside them', () => {
	const given = { name: 'Ellen', phone: null, email: 3, plan: 'gold', orders: 2, old: null };
	expect(attributesOf(given)).toEqual({
		name: 'Ellen',
		phone: null,
		custom: { plan: 'gold', orders: 2 },
	});
});

it('does what the page asks for, and nothing for a word it does not know', () => {
	const done: unknown[] = [];
	const client = {
		identify: (proof: string) => done.push(['identify', proof]),
		forget: () => done.push(['forget']),
		setAttributes: (attributes: object) => done.push(['attributes', attributes]),
	};
	const answer = (...said: unknown[]) => done.push(said);
	grant({ type: 'parley:identify', proof: 'signed' }, client, answer);
	grant({ type: 'parley:identify', proof: null }, client, answer);
	grant({ type: 'parley:attributes', attributes: { plan: 'gold' } }, client, answer);
	grant({ type: 'parley:send', text: 'Yes', greeting: 'g1', said: 'Help?' }, client, answer);
	grant({ type: 'parley:later' } as never, client, answer);
	expect(done).toEqual([
		['identify', 'signed'],
		['forget'],
		['attributes', { custom: { plan: 'gold' } }],
		['Yes', { id: 'g1', text: 'Help?' }],
	]);
});
