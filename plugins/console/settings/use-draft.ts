import { useEffect, useMemo, useState } from '@wordpress/element';
import { ApiError } from '../api.ts';
import { guardAddress } from '../shell/router.ts';
import { useKeys } from '../shell/keys.ts';
import { toast } from '../shell/toast.tsx';
import { words } from './words.ts';

export interface Draft<Value> {
	readonly value: Value;
	/** How many fields differ from what is stored. */
	readonly changes: number;
	readonly isSaving: boolean;
	readonly error: string | null;
	change(part: Partial<Value>): void;
	discard(): void;
	save(): void;
}

/**
 * What is being edited beside what is stored: counts changes, saves by the button or by Cmd and S, and asks before it is left unsaved.
 * What others save meanwhile shows in the fields that were not touched.
 */
export function useDraft<Value extends object>(
	stored: Value,
	store: (value: Value) => Promise<unknown>,
): Draft<Value> {
	const [touched, setTouched] = useState<Partial<Value>>({});
	const [isSaving, setSaving] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const value = useMemo(() => ({ ...stored, ...touched }), [stored, touched]);
	const changes = (Object.keys(touched) as (keyof Value)[]).reduce(
		(sum, key) => sum + differences(touched[key], stored[key]),
		0,
	);

	useEffect(() => {
		if (changes === 0) return;
		const stay = (event: BeforeUnloadEvent): void => event.preventDefault();
		window.addEventListener('beforeunload', stay);
		const stop = guardAddress(() => confirm(words.leaveUnsaved));
		return () => {
			window.removeEventListener('beforeunload', stay);
			stop();
		};
	}, [changes]);

	const save = (): void => {
		if (changes === 0 || isSaving) return;
		setSaving(true);
		store(value).then(
			() => {
				setTouched({});
				setError(null);
				setSaving(false);
				toast(words.saved);
			},
			(failure: unknown) => {
				const isOthers =
					failure instanceof ApiError &&
					['changed_meanwhile', 'wrong_state'].includes(failure.code);
				setError(isOthers ? words.changedElsewhere : (failure as Error).message);
				setSaving(false);
			},
		);
	};
	useKeys({ 'Mod s': save });
	return {
		value,
		changes,
		isSaving,
		error,
		change: (part) => setTouched((before) => ({ ...before, ...part })),
		discard: () => {
			setTouched({});
			setError(null);
		},
		save,
	};
}

/** How many fields differ; a list is one. */
function differences(one: unknown, other: unknown): number {
	if (!isGroup(one) || !isGroup(other))
		return JSON.stringify(one) === JSON.stringify(other) ? 0 : 1;
	const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
	return [...keys].reduce((sum, key) => sum + differences(one[key], other[key]), 0);
}
const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
