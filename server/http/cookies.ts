import { sessionMs } from '../routing/index.ts';

/*
 * On https the cookie is bound to this very host by its name; on plain http a browser refuses that name, so there it has
 * another (D31).
 */
const nameFor = (publicOrigin: string): string =>
	publicOrigin.startsWith('https:') ? '__Host-parley_session' : 'parley_session';

export function readSession(cookieHeader: string | undefined, publicOrigin: string): string | null {
	const name = nameFor(publicOrigin);
	for (const part of (cookieHeader ?? '').split(';')) {
		const [key, value] = part.trim().split('=');
		if (key === name && value !== undefined && value !== '') return value;
	}
	return null;
}

export function sessionCookie(secret: string | null, publicOrigin: string): string {
	const secure = publicOrigin.startsWith('https:') ? '; Secure' : '';
	const age = secret === null ? 0 : Math.floor(sessionMs / 1000);
	return `${nameFor(publicOrigin)}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${age}${secure}`;
}
