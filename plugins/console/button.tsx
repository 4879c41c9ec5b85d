import type { ComponentProps } from 'react';
import { Icon, type IconName } from './icon.tsx';

type Kind = 'plain' | 'primary' | 'danger' | 'internal' | 'quiet';
type Props = ComponentProps<'button'> & {
	readonly kind?: Kind;
	readonly icon?: IconName;
	readonly isBig?: boolean;
};

/** While something is at work the button stays where it is and cannot be pressed again. */
export function Button({
	kind = 'plain',
	icon,
	isBig = false,
	children,
	className = '',
	...rest
}: Props) {
	const classes = [
		'btn',
		kind,
		isBig ? 'big' : '',
		children === undefined ? 'square' : '',
		className,
	];
	return (
		<button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
			{icon !== undefined && <Icon name={icon} />}
			{children}
		</button>
	);
}
