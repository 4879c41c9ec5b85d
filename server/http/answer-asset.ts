import type { Asset } from './assets.ts';
import { chooseEncoding } from './compress.ts';
import type { Answer, Call } from './route.ts';

/**
 * An asset in the smallest form that the client takes. With the ETag, express answers 304 to who has it already; each form has a tag of
 * its own, as HTTP wants it.
 */
export function answerAsset(
	{ body, type, hash, encoded }: Asset,
	{ header }: Pick<Call, 'header'>,
	headers: Readonly<Record<string, string>> = {},
): Answer {
	const encoding = chooseEncoding(header('Accept-Encoding') ?? undefined, encoded);
	const isCompressible = encoded.br !== undefined || encoded.gzip !== undefined;
	const vary = [headers['Vary'], isCompressible ? 'Accept-Encoding' : undefined];
	return {
		type,
		body: (encoding === null ? undefined : encoded[encoding]) ?? body,
		headers: {
			...headers,
			ETag: `"${hash}${encoding === null ? '' : `-${encoding}`}"`,
			...(encoding === null ? {} : { 'Content-Encoding': encoding }),
			...(vary.some(Boolean) ? { Vary: vary.filter(Boolean).join(', ') } : {}),
		},
	};
}
