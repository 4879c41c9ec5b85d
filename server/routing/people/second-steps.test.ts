import { createSecretBox } from '../../plugin-host/secret-box.ts';
import { createSecondSteps, secondStepsCollection } from './second-steps.ts';
import { codeOf, home, password, peopleWorld } from './testing/people-world.ts';
import { codeAt, stepOf } from './totp.ts';

const halfMinute = 30_000;
const hour = 3_600_000;

/** An agent with an app that makes codes. */
async function enrolled() {
	const world = await peopleWorld();
	const mira = await world.account('mira', 'agent');
	const { secret } = await world.secondSteps.begin(mira.id, 'Parley', mira.email);
	const bytes = fromBase32(secret);
	const code = (): string => codeAt(bytes, stepOf(world.clock.now()));
	const enter = (given: string | null, address = home) =>
		world.signIn.withPassword(mira.email, password, address, { code: given });
	return { ...world, mira, code, enter };
}
async function withSecondStep() {
	const world = await enrolled();
	const recovery = await world.secondSteps.confirm(world.mira.id, world.code());
	await world.clock.advance(halfMinute);
	return { ...world, recovery };
}

function fromBase32(text: string): Buffer {
	const bits = Array.from(text)
		.map((char) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0'))
		.join('');
	return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

describe('two-step sign-in', () => {
	it('asks for nothing until a code has confirmed it', async () => {
		const { enter, secondSteps, mira } = await enrolled();
		expect(await codeOf(enter(null))).toBe('done');
		expect(await codeOf(secondSteps.confirm(mira.id, '000000'))).toBe('code_wrong');
		expect(await codeOf(enter(null))).toBe('done');
		expect(await secondSteps.state(mira.id)).toEqual({ isOn: false, recoveryLeft: 0 });
	});

	it('asks for a code after the right password only, and takes the one of the app', async () => {
		const { enter, signIn, code, mira } = await withSecondStep();
		expect(await codeOf(enter(null))).toBe('code_wanted');
		expect(await codeOf(enter('123456'))).toBe('code_wrong');
		const wrong = signIn.withPassword(mira.email, 'guess', home, { code: code() });
		expect(await codeOf(wrong)).toBe('sign_in_failed');
		expect(await codeOf(enter(code()))).toBe('done');
	});

	it('refuses a code that was used, also when two bring it at once', async () => {
		const { enter, code, clock } = await withSecondStep();
		expect(await codeOf(enter(code()))).toBe('done');
		expect(await codeOf(enter(code()))).toBe('code_wrong');
		await clock.advance(halfMinute);
		const both = await Promise.all([codeOf(enter(code())), codeOf(enter(code()))]);
		expect(both.sort()).toEqual(['code_wrong', 'done']);
	});

	it('refuses the code that confirmed it', async () => {
		const { enter, code, secondSteps, mira } = await enrolled();
		await secondSteps.confirm(mira.id, code());
		expect(await codeOf(enter(code()))).toBe('code_wrong');
	});

	it('takes each of ten recovery codes once, however it is typed', async () => {
		const { enter, recovery, secondSteps, mira } = await withSecondStep();
		expect(new Set(recovery).size).toBe(10);
		const [first = '', second = ''] = recovery;
		expect(await codeOf(enter(first))).toBe('done');
		expect(await codeOf(enter(first))).toBe('code_wrong');
		expect(await codeOf(enter(second.toLowerCase().replaceAll('-', ' ')))).toBe('done');
		expect(await secondSteps.state(mira.id)).toEqual({ isOn: true, recoveryLeft: 8 });
		const renewed = await secondSteps.renewRecovery(mira.id);
		expect(await codeOf(enter(recovery[2] ?? ''))).toBe('code_wrong');
		expect(await codeOf(enter(renewed[0] ?? ''))).toBe('done');
	});

	it('stores neither the secret nor the recovery codes in the open', async () => {
		const { store, mira, recovery } = await withSecondStep();
		const stored = await store.get(secondStepsCollection, mira.id);
		expect(stored?.secret).toMatch(/^enc:v1:/);
		for (const code of recovery)
			expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''));
	});

	it('slows down who has the password and guesses codes, from wherever', async () => {
		const { enter, code, clock } = await withSecondStep();
		const codes: string[] = [];
		for (let n = 0; n < 11; n += 1) codes.push(await codeOf(enter('000000', `192.0.2.${10 + n}`)));
		expect(codes).toEqual([...Array<string>(10).fill('code_wrong'), 'rate_limited']);
		expect(await codeOf(enter(code()))).toBe('rate_limited');
		await clock.advance(hour);
		expect(await codeOf(enter(code()))).toBe('done');
	});

	it('counts no try of somebody who was only asked for the code', async () => {
		const { enter, code } = await withSecondStep();
		for (let n = 0; n < 8; n += 1) expect(await codeOf(enter(null))).toBe('code_wanted');
		expect(await codeOf(enter(code()))).toBe('done');
	});

	it('cannot be begun anew while it is on, and is gone when it is removed', async () => {
		const { enter, secondSteps, mira } = await withSecondStep();
		expect(await codeOf(secondSteps.begin(mira.id, 'Parley', mira.email))).toBe('wrong_state');
		expect([...(await secondSteps.onOf([mira.id]))]).toEqual([mira.id]);
		await secondSteps.remove(mira.id);
		expect([...(await secondSteps.onOf([mira.id]))]).toEqual([]);
		expect(await codeOf(enter(null))).toBe('done');
	});

	it('lets in by a recovery code when the server lost its key', async () => {
		const { store, clock, mira, code, recovery } = await withSecondStep();
		const other = createSecondSteps({ store, clock, sealing: createSecretBox([Buffer.alloc(32)]) });
		expect(await codeOf(other.check(mira.id, code()))).toBe('code_wrong');
		expect(await codeOf(other.check(mira.id, recovery[0] ?? ''))).toBe('done');
	});

	it('is taken away by the link that is made on the server', async () => {
		const { signIn, mira, secondSteps } = await withSecondStep();
		const owner = { name: 'Mira', email: mira.email, password };
		await signIn.setOwner(await signIn.ownerCode(), owner);
		expect(await secondSteps.state(mira.id)).toEqual({ isOn: false, recoveryLeft: 0 });
	});
});
