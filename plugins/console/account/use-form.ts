import { useRef, useState } from '@wordpress/element';
import type { FormEvent } from 'react';
import { ApiError } from '../api.ts';
import { strings } from '../strings.ts';

type Errors<Name extends string> = Partial<Record<Name, string>>;

/** A form that is checked at sending, puts the focus into the first wrong field, and is sent once at a time. */
export function useForm<Name extends string>(options: {
	readonly check: (values: Record<Name, string>) => Errors<Name>;
	readonly send: (values: Record<Name, string>) => Promise<void>;
	/** A sentence for a refusal; undefined: the server's own words. */
	readonly explain: (error: ApiError) => string | undefined;
}) {
	const form = useRef<HTMLFormElement>(null);
	const [errors, setErrors] = useState<Errors<Name>>({});
	const [failure, setFailure] = useState<string | null>(null);
	const [isBusy, setBusy] = useState(false);

	async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
		event.preventDefault();
		if (isBusy) return;
		const values = Object.fromEntries(new FormData(event.currentTarget)) as Record<Name, string>;
		const found = options.check(values);
		setErrors(found);
		setFailure(null);
		const [first] = Object.keys(found);
		if (first !== undefined)
			return form.current?.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
		setBusy(true);
		try {
			await options.send(values);
		} catch (error) {
			const known = error instanceof ApiError ? error : new ApiError('no_answer', strings.noAnswer);
			setFailure(options.explain(known) ?? known.message);
		} finally {
			setBusy(false);
		}
	}

	return {
		form,
		errors,
		failure,
		isBusy,
		onSubmit: (event: FormEvent<HTMLFormElement>) => void submit(event),
	};
}
