import type { Verb } from './verb.ts';

/** A new one-time link for an owner: the first one, or one who lost the password. */
export const ownerLink: Verb = {
	usage: 'owner-link',
	summary: 'makes a one-time link by which an owner sets name, address and password',
	help: `Prints a link that works once, for 24 hours. Whoever opens it becomes an owner or, with the address of an account
that exists, sets a new password for it. Works while the server runs and while it does not.`,
	async run({ house, url, print, running }) {
		print(`${url}/console/setup#${await house.signIn.ownerCode()}`);
		print(
			'It works once, for 24 hours. Whoever opens it sets the name, address and password of an owner.',
		);
		if (!running)
			print('The server is not running now: start it with npm start, then open the link.');
		return 0;
	},
};
