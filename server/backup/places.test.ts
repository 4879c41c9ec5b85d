import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isSamePlace, placeOf, shown } from './places.ts';
import { newFolder, tidyUp } from './testing/stores.ts';
import type { StorePlace } from '../open-store.ts';

afterEach(tidyUp);

const at = (given: string): StorePlace => {
	const place = placeOf(given);
	if (typeof place === 'string') throw new Error(place);
	return place;
};

it.each([
	['./data', resolve('data')],
	['sqlite:./data', resolve('data')],
	['sqlite:/var/lib/parley', '/var/lib/parley'],
	['sqlite:///var/lib/parley', '/var/lib/parley'],
	['odd: name', resolve('odd: name')],
	['C:\\data', resolve('C:\\data')],
])('the folder %s is %s', (given, dataDir) => {
	// A name with a colon must not be taken for a kind of store where it cannot be one.
	const text = given === 'odd: name' ? `./${given}` : given;
	expect(at(text)).toEqual({ kind: 'sqlite', dataDir });
});

it.each([
	'postgres://a:secret@b/c',
	'redis:x',
	'sqlite:',
	'',
	'mongodb://a:secret:x@b',
	'mongodb:',
])('%j is no place, and nothing of it is repeated but its kind', (given) => {
	const problem = placeOf(given);
	expect(problem).toEqual(expect.stringMatching(/^must /));
	expect(problem).not.toContain('secret');
});

it('is shown without user, password and options', () => {
	const url = 'mongodb://mira:secret@db1:27018,db2/chat?authSource=admin&tlsCertificateKeyFile=x';
	expect(at(url)).toEqual({ kind: 'mongodb', url });
	expect(shown(at(url))).toBe('mongodb://db1:27018,db2/chat');
	expect(shown(at('mongodb+srv://u:p@db.example.com'))).toBe('mongodb+srv://db.example.com/parley');
});

it.each([
	['mongodb://a/x', 'mongodb://u:p@A:27017/x?w=1', true],
	['mongodb://a,b:1/x', 'mongodb://b:1,a/x', true],
	['mongodb://a', 'mongodb://a/parley', true],
	['mongodb://a/x', 'mongodb://a/y', false],
	['mongodb://a/x', 'mongodb://b/x', false],
	['mongodb://a/x', './a', false],
	['./a', 'sqlite:a', true],
	['./a', './b', false],
])('%s and %s are the same: %s', (left, right, isSame) => {
	expect(isSamePlace(at(left), at(right))).toBe(isSame);
});

it('knows a folder by another name', () => {
	const folder = newFolder();
	mkdirSync(join(folder, 'real'));
	symlinkSync(join(folder, 'real'), join(folder, 'link'));
	expect(isSamePlace(at(join(folder, 'real')), at(join(folder, 'link')))).toBe(true);
});
