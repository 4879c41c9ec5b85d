import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';
/** The same bytes in fewer; what is missing saves nothing. */
export type Encoded = Readonly<Partial<Record<Encoding, Buffer>>>;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** As small as it gets: for what is made once and sent often. 20 kB take some 20 ms, outside the main thread. */
export async function compress(body: Buffer): Promise<Encoded> {
	const [br, gz] = await Promise.all([
		toBrotli(body, {
			params: {
				[constants.BROTLI_PARAM_QUALITY]: 11,
				[constants.BROTLI_PARAM_SIZE_HINT]: body.length,
			},
		}),
		toGzip(body, { level: 9 }),
	]);
	return {
		...(br.length < body.length ? { br } : {}),
		...(gz.length < body.length ? { gzip: gz } : {}),
	};
}

/** The best of `encoded` that the client takes; null: as it is. */
export function chooseEncoding(accepted: string | undefined, encoded: Encoded): Encoding | null {
	const taken = new Map<string, number>();
	for (const part of (accepted ?? '').slice(0, 500).split(',')) {
		const [name = '', quality] = part
			.trim()
			.toLowerCase()
			.split(/\s*;\s*q=/);
		taken.set(name, quality === undefined ? 1 : Number(quality));
	}
	const takes = (encoding: Encoding): boolean =>
		encoded[encoding] !== undefined && (taken.get(encoding) ?? taken.get('*') ?? 0) > 0;
	if (takes('br')) return 'br';
	return takes('gzip') ? 'gzip' : null;
}
