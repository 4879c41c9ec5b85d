import type { AccountView } from '../../../../shared/views/people-view.ts';
import { Field } from '../../account/field.tsx';
import { useForm } from '../../account/use-form.ts';
import { post } from '../../api.ts';
import { Button } from '../../button.tsx';
import { toast } from '../../shell/toast.tsx';
import { PhotoField } from './photo-field.tsx';
import { ownWords } from './own-words.ts';
import { words } from './words.ts';

/** Name and photo that visitors see (M5, M6). */
export function Profile({ account }: { readonly account: AccountView }) {
	const { form, errors, failure, isBusy, onSubmit } = useForm<'name'>({
		check: ({ name }) => (name.trim() === '' ? { name: words.missingName } : {}),
		send: async ({ name }) => {
			await post(`/api/v1/agents/${account.id}`, { rev: account.rev, name });
			toast(ownWords.nameSaved);
		},
		explain: () => undefined,
	});
	return (
		<section className="section stack" aria-label={ownWords.profile}>
			<h3>
				{ownWords.profile} <span>{account.email}</span>
			</h3>
			<PhotoField account={account} />
			<form ref={form} className="name-line" onSubmit={onSubmit} noValidate>
				<Field
					key={account.name}
					label={words.name}
					aside={words.nameAside}
					name="name"
					maxLength={80}
					defaultValue={account.name}
					error={errors.name ?? failure ?? undefined}
				/>
				<Button type="submit" disabled={isBusy}>
					{ownWords.saveName}
				</Button>
			</form>
		</section>
	);
}
