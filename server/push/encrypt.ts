import { createCipheriv, createECDH, hkdfSync, randomBytes, type ECDH } from 'node:crypto';

/** A browser's keys, as it gave them: an uncompressed point of P-256 and 16 bytes, in base64url. */
export interface DeviceKeys {
	readonly p256dh: string;
	readonly auth: string;
}
/** What differs each time; given by a test that knows the answer. */
interface Chance {
	readonly salt: Uint8Array;
	readonly ecdh: ECDH;
}

const recordSize = 4096;
/** All in one record, so that every service takes it (RFC 8291, 4). */
export const maxPush = recordSize - 86 - 17;

/** Encrypts for one browser (RFC 8291, in the encoding of RFC 8188): the push service in between cannot read it. */
export function encryptPush(
	text: string,
	{ p256dh, auth }: DeviceKeys,
	{ salt, ecdh }: Chance = newChance(),
): Buffer {
	const plain = Buffer.from(text, 'utf8');
	if (plain.length > maxPush) throw new RangeError(`A push has at most ${maxPush} bytes.`);
	const [device, own] = [Buffer.from(p256dh, 'base64url'), ecdh.getPublicKey()];
	const shared = ecdh.computeSecret(device);
	const about = Buffer.concat([Buffer.from('WebPush: info\0'), device, own]);
	const input = hkdfSync('sha256', shared, Buffer.from(auth, 'base64url'), about, 32);
	const derive = (what: string, bytes: number): Uint8Array =>
		new Uint8Array(
			hkdfSync('sha256', new Uint8Array(input), salt, `Content-Encoding: ${what}\0`, bytes),
		);
	const cipher = createCipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12));
	const header = Buffer.alloc(5);
	header.writeUInt32BE(recordSize);
	header.writeUInt8(own.length, 4);
	// 2: the last record.
	const record = [cipher.update(plain), cipher.update(Buffer.of(2)), cipher.final()];
	return Buffer.concat([salt, header, own, ...record, cipher.getAuthTag()]);
}

function newChance(): Chance {
	const ecdh = createECDH('prime256v1');
	ecdh.generateKeys();
	return { salt: randomBytes(16), ecdh };
}
