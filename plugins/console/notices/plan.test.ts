import { noticeKinds, type NoticeKind } from '../../../shared/views/notice-view.ts';
import type { Notice } from './decide-notices.ts';
import { planOf, type NoticePrefs } from './plan.ts';

const perKind = (isOn: boolean) =>
	Object.fromEntries(noticeKinds.map((kind) => [kind, isOn])) as Record<NoticeKind, boolean>;
const both: NoticePrefs = {
	sounds: perKind(true),
	notifications: perKind(true),
	quietWhileLooking: false,
};
const away = { isLooking: false, conversation: null };
const notice = (kind: NoticeKind, conversation: string | null = 'c1'): Notice => ({
	kind,
	conversation,
	name: 'Hanna',
	by: null,
	text: '',
	key: `${kind}:${conversation}`,
});
const kindsOf = ({ shown }: { shown: readonly Notice[] }) => shown.map(({ kind }) => kind);

it('each kind can be off, a sound, a notification, or both', () => {
	const only = (sounds: boolean, notifications: boolean) => {
		const prefs = { ...both, sounds: perKind(sounds), notifications: perKind(notifications) };
		const { shown, sound } = planOf([notice('message')], prefs, away);
		return [sound, shown.length];
	};
	expect([only(false, false), only(true, false), only(false, true), only(true, true)]).toEqual([
		[null, 0],
		['message', 0],
		[null, 1],
		['message', 1],
	]);
	const noQueue = { ...both, sounds: { ...both.sounds, waiting: false } };
	expect(planOf([notice('waiting')], noQueue, away).sound).toBeNull();
});

it('what is before the eyes is not told, everything else is', () => {
	const eyes = { isLooking: true, conversation: 'c1' };
	const all = [notice('message'), notice('message', 'c2'), notice('status', null)];
	expect(planOf(all, both, eyes).shown).toEqual([all[1]]);
	expect(planOf(all, both, { ...eyes, isLooking: false }).shown).toHaveLength(3);
});

it('one conversation is one notice, by what matters most, and many are one sound', () => {
	const plan = planOf([notice('mention'), notice('late'), notice('waiting', 'c2')], both, away);
	expect(kindsOf(plan)).toEqual(['late', 'waiting']);
	expect(plan.sound).toBe('late');
});

it('more than three are told together', () => {
	const many = ['a', 'b', 'c', 'd'].map((id) => notice('waiting', id));
	expect(planOf(many, both, away)).toMatchObject({ shown: [], more: 4, sound: 'waiting' });
	expect(planOf(many.slice(1), both, away)).toMatchObject({ more: 0 });
});

it('is silent while the agent looks, if that was chosen', () => {
	const quiet = { ...both, quietWhileLooking: true };
	const eyes = { isLooking: true, conversation: null };
	expect(planOf([notice('message')], quiet, eyes)).toMatchObject({ sound: null });
	expect(planOf([notice('message')], quiet, away)).toMatchObject({ sound: 'message' });
});
