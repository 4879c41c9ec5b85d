/**
 * The shape of a command that finds documents by a filter: all that the planner of MongoDB goes by,
 * and no value. `{ command, collection, filter, sort, limit }`, where each value of the filter is
 * the name of its type; an aggregate has `pipeline` instead. Two commands that differ in values, in
 * the order of a filter's keys or in the test database only have the same shape.
 */
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

const opMsg = 2013;
/** What old drivers said, and ours still says once on a new connection: hello. */
const opQuery = 2004;
/** Length, id, answered id and kind of the message, then 4 bytes of flags: its sections follow. */
const sectionsAt = 20;
/** So much of a message surely holds the name of its command. */
export const peekLength = 80;

/**
 * Commands that filter no documents of ours. A command that is neither here nor below has a shape
 * with its name and nothing else, so that a new one cannot slip by unseen.
 */
const ignored = new Set(
	'hello isMaster ismaster ping insert getMore killCursors explain create createIndexes dropIndexes drop dropDatabase \
listIndexes listCollections listDatabases renameCollection collMod collStats dbStats validate \
startSession refreshSessions endSessions killSessions killAllSessions abortTransaction \
commitTransaction saslStart saslContinue authenticate logout connectionStatus buildInfo buildinfo \
serverStatus hostInfo getParameter setParameter getCmdLineOpts configureFailPoint currentOp killOp \
fsync fsyncUnlock compact profile top shutdown whatsmyuri replSetGetStatus replSetGetConfig \
replSetStepDown replSetFreeze replSetReconfig replSetInitiate'.split(' '),
);

const readers = {
	find: (body) => [one(body, body.filter, body)],
	count: (body) => [one(body, body.query, body)],
	distinct: (body) => [{ ...one(body, body.query, {}), key: body.key }],
	findAndModify: (body) => [one(body, body.query, { ...body, limit: 1 })],
	findandmodify: (body) => readers.findAndModify(body),
	update: (body) =>
		body.updates.map((update) => one(body, update.q, { ...update, limit: update.multi ? 0 : 1 })),
	delete: (body) => body.deletes.map((gone) => one(body, gone.q, gone)),
	aggregate: (body) => [{ ...named(body), pipeline: body.pipeline.map(stageShape) }],
};

/** Whether a message, of which `start` holds at least `peekLength` bytes or all, may have shapes. */
export function isWanted(start) {
	const kind = start.readInt32LE(12);
	if (kind === opQuery) return false;
	if (kind !== opMsg || start[sectionsAt] !== 0) return true;
	// The section's kind, the length of its document and the type of the first field: 6 bytes.
	const nameAt = sectionsAt + 6;
	const end = start.indexOf(0, nameAt);
	return end === -1 || !ignored.has(start.toString('utf8', nameAt, end));
}

/** The shapes of all commands in one whole message. Throws if it is no message of MongoDB. */
export function shapesOf(message) {
	const kind = message.readInt32LE(12);
	if (kind !== opMsg) return [{ command: `message of kind ${kind}`, collection: '' }];
	const body = readBody(message);
	if (['admin', 'local', 'config'].includes(body.$db)) return [];
	const [command] = Object.keys(body);
	if (ignored.has(command)) return [];
	return readers[command]?.(body) ?? [named(body)];
}

/** The command as one document: what was sent as a list beside it is put back into it. */
function readBody(message) {
	const hasChecksum = (message[sectionsAt - 4] & 1) === 1;
	const end = message.length - (hasChecksum ? 4 : 0);
	const body = {};
	for (let at = sectionsAt; at < end;) {
		const isList = message[at] === 1;
		const length = message.readInt32LE(at + 1);
		const section = message.subarray(at + 1, at + 1 + length);
		if (isList) Object.assign(body, readList(section));
		else Object.assign(body, BSON.deserialize(section));
		at += 1 + length;
	}
	return body;
}

function readList(section) {
	const nameEnd = section.indexOf(0, 4);
	const documents = [];
	for (let at = nameEnd + 1; at < section.length;) {
		const length = section.readInt32LE(at);
		documents.push(BSON.deserialize(section.subarray(at, at + length)));
		at += length;
	}
	return { [section.toString('utf8', 4, nameEnd)]: documents };
}

function named(body) {
	const [command] = Object.keys(body);
	return { command, collection: typeof body[command] === 'string' ? body[command] : '' };
}

function one(body, filter, { sort, limit, hint }) {
	const shape = { ...named(body), filter: filterShape(filter ?? {}), sort: sort ?? {} };
	return { ...shape, limit: Boolean(limit), ...(hint === undefined ? {} : { hint }) };
}

function filterShape(filter) {
	const keys = Object.keys(filter).toSorted();
	return Object.fromEntries(keys.map((key) => [key, conditionShape(key, filter[key])]));
}

function conditionShape(key, value) {
	if (key === '$or' || key === '$and' || key === '$nor') return unique(value.map(filterShape));
	if (key === '$expr') return expressionShape(value);
	// What decides whether an index serves, not a value of ours.
	if (key === '$exists') return Boolean(value);
	if (Array.isArray(value)) return key.startsWith('$') ? unique(value.map(typeName)) : 'array';
	const isNested = typeName(value) === 'object' && (key === '$elemMatch' || hasOperators(value));
	return isNested ? filterShape(value) : typeName(value);
}

function hasOperators(value) {
	return Object.keys(value).some((key) => key.startsWith('$'));
}

function stageShape(stage) {
	const [name] = Object.keys(stage);
	if (name === '$match') return { $match: filterShape(stage.$match) };
	if (name === '$sort') return { $sort: stage.$sort };
	return { [name]: expressionShape(stage[name]) };
}

/** In an expression, a text that begins with `$` is the path of a field. */
function expressionShape(value) {
	if (typeof value === 'string' && value.startsWith('$')) return value;
	if (Array.isArray(value)) return value.map(expressionShape);
	if (typeName(value) !== 'object') return typeName(value);
	return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, expressionShape(v)]));
}

function typeName(value) {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	if (value instanceof Date) return 'date';
	if (value instanceof RegExp) return 'regex';
	if (typeof value !== 'object') return typeof value;
	const name = value._bsontype?.toLowerCase() ?? 'object';
	return ['long', 'int32', 'double'].includes(name) ? 'number' : name;
}

function unique(shapes) {
	const texts = new Set(shapes.map((shape) => JSON.stringify(shape)));
	const sorted = [...texts].toSorted((a, b) => (a < b ? -1 : 1));
	return sorted.map((text) => JSON.parse(text));
}
