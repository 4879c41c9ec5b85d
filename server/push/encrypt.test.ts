import { createECDH } from 'node:crypto';
import { openPush } from '../testing/push-endpoint.ts';
import { encryptPush, maxPush } from './encrypt.ts';

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');

it('makes the message of RFC 8291, appendix A', () => {
	const ecdh = createECDH('prime256v1');
	ecdh.setPrivateKey(bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'));
	const made = encryptPush(
		'When I grow up, I want to be a watermelon',
		{
			p256dh:
				'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
			auth: 'BTBZMqHH6r4Tts7J_aSIgg',
		},
		{ salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'), ecdh },
	);
	expect(made.toString('base64url')).toBe(
		'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
	);
});

it('is another one each time, is opened by nobody else, and has room for 4096 bytes in all', () => {
	const browser = () => {
		const ecdh = createECDH('prime256v1');
		ecdh.generateKeys();
		return { ecdh, auth: Buffer.alloc(16, 7) };
	};
	const [own, other] = [browser(), browser()];
	const keys = { p256dh: own.ecdh.getPublicKey('base64url'), auth: own.auth.toString('base64url') };
	const text = 'ü'.repeat(maxPush / 2);
	const [one, two] = [encryptPush(text, keys), encryptPush(text, keys)];
	expect(one.equals(two)).toBe(false);
	expect(one.length).toBeLessThanOrEqual(4096);
	expect(openPush(own, one).toString('utf8')).toBe(text);
	expect(() => openPush(other, one)).toThrow();
	expect(() => encryptPush(`${text}..`, keys)).toThrow(RangeError);
});
