import type { Finding } from '../../../shared/plugin/plugin.ts';

export type { Finding };

export const ok = (message: string): Finding => ({ level: 'ok', message, cure: '' });
export const warning = (message: string, cure: string): Finding => ({
	level: 'warning',
	message,
	cure,
});
export const fault = (message: string, cure: string): Finding => ({
	level: 'fault',
	message,
	cure,
});
