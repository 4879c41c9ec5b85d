import { databaseOf, hostsOf, optionsOf, shownUrl, storeUrlProblem } from './store-url.ts';

describe('the address of a MongoDB', () => {
	it.each([
		'mongodb://localhost',
		'mongodb://localhost/',
		'mongodb://localhost:27017/parley',
		'mongodb://db1.example.com:27017,db2.example.com:27018/live_chat-2?replicaSet=rs0',
		'mongodb://[::1]:27017,[fe80::2]/parley',
		'mongodb://chat:p%40ss%2Fword@db/parley?authSource=admin&tls=true',
		'mongodb://chat@db/parley?authMechanism=MONGODB-X509&authSource=$external',
		'mongodb://%2Ftmp%2Fmongodb-27017.sock/parley',
		'mongodb+srv://chat:secret@cluster0.abcde.mongodb.net/?retryWrites=true&w=majority',
	])('%s is one', (url) => {
		expect(storeUrlProblem(url)).toBeNull();
	});

	it.each([
		['postgres://db/parley', 'must be mongodb://host/database or'],
		['localhost:27017/parley', 'must be mongodb://host/database or'],
		['mongodb:///parley', 'must be mongodb://user:password@host'],
		['mongodb://', 'must be mongodb://user:password@host'],
		['mongodb://chat:p@ss@db/parley', '@ : / ? # and %'],
		['mongodb://chat:50%@db/parley', '@ : / ? # and %'],
		['mongodb://chat:a:b@db/parley', '@ : / ? # and %'],
		['mongodb://chat:pa/ss@db/parley', 'must name hosts'],
		['mongodb://db:port/parley', 'must name hosts'],
		['mongodb://db1,,db2/parley', 'must name hosts'],
		['mongodb://my host/parley', 'must name hosts'],
		['mongodb+srv://db:27017/parley', 'one host without a port'],
		['mongodb+srv://db1,db2/parley', 'one host without a port'],
		['mongodb://db/live.chat', 'must name a database of letters'],
		['mongodb://db/a/b', 'must name a database of letters'],
		['mongodb://chat:12/ss@db/parley', 'must name a database of letters'],
		[`mongodb://db/${'x'.repeat(64)}`, 'at most 63 letters, and this name has 64'],
		['mongodb://db/admin', 'must not name the database admin, which MongoDB keeps for itself'],
		['mongodb://db/local?tls=true', 'must not name the database local'],
		['mongodb://chat:secret@db/Config', 'must not name the database Config'],
		['mongodb://db/parley?w=majority&journal=false', 'must not say journal'],
		['mongodb://db/parley?readConcernLevel=local', 'must not say journal or readConcernLevel'],
	])('%s is none: %s', (url, sentence) => {
		expect(storeUrlProblem(url)).toContain(sentence);
	});
});

describe('of an address', () => {
	it.each([
		['mongodb://db', 'mongodb://db/parley'],
		['mongodb://db/?tls=true', 'mongodb://db/parley'],
		['mongodb://chat:p%40ss@DB1,db2:27018/chat?w=majority', 'mongodb://DB1,db2:27018/chat'],
		['mongodb+srv://chat:secret@db.example.com/a', 'mongodb+srv://db.example.com/a'],
		// A part of the password must not be taken for a host.
		['mongodb://chat:p@ss@db/parley', 'mongodb://?'],
		['mongodb://chat:pa/ss@db/parley', 'mongodb://?'],
		['mongodb://chat:12/ss@db/parley', 'mongodb://?'],
	])('%s people see %s', (url, shown) => {
		expect(shownUrl(url)).toBe(shown);
	});

	it('the hosts, the database and the options are known', () => {
		const url = 'mongodb://chat:secret@DB2:27018,db1/live?maxPoolSize=5&tls=true';
		expect(hostsOf(url)).toEqual(['db1:27017', 'db2:27018']);
		expect(databaseOf(url)).toBe('live');
		expect(optionsOf(url)).toEqual(['maxpoolsize', 'tls']);
		expect(databaseOf('mongodb://db/?tls=true')).toBe('parley');
		expect(optionsOf('mongodb://db/live')).toEqual([]);
	});
});
