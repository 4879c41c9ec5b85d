import { generate } from 'lean-qr';

/** Light cells around it, which readers need. */
const margin = 4;

/** Dark on light in every theme: many apps read nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
	const code = generate(text);
	const cells = Array.from({ length: code.size }, (_, y) =>
		Array.from({ length: code.size }, (__, x) =>
			code.get(x, y) ? `M${x + margin} ${y + margin}h1v1h-1z` : '',
		).join(''),
	).join('');
	const side = code.size + 2 * margin;
	return (
		<svg className="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
			<rect width={side} height={side} />
			<path d={cells} />
		</svg>
	);
}
