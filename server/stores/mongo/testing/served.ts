import { collectionNames, type Index } from '../indexes.ts';
import { allWays, commonConditions, type Conditions, type FilterShape } from './filter-shape.ts';

type Order = Readonly<Record<string, number>>;
type Stage = Readonly<Record<string, unknown>>;

/** What e2e/mongodb/shapes.mjs notes of a command: all that the planner goes by, and no value. */
export interface Shape {
	readonly command: string;
	readonly collection: string;
	/** There is neither this nor a pipeline when the proxy does not know the command. */
	readonly filter?: FilterShape;
	readonly sort?: Order;
	readonly limit?: boolean;
	/** The name or the key of an index. */
	readonly hint?: string | Order;
	/** Of a distinct: the field whose values are asked for. */
	readonly key?: string;
	readonly pipeline?: readonly Stage[];
}

/**
 * Indexes whose documents may be sorted in memory, because there are few at any time: what one sink has still to get of
 * one timeline. They cannot hold the order as well: a sparse index of two fields holds every document that has either,
 * and each event has a number.
 */
export const sortedInMemory: Readonly<Record<string, readonly string[]>> = {
	[collectionNames.events]: ['owes'],
};

interface Question {
	readonly filter: FilterShape;
	readonly sort: Order;
	readonly isLimited: boolean;
}

/**
 * Null when the database finds what the command asks for along one of the indexes, or along `_id`, without reading the
 * collection and without sorting; else a sentence that says why not.
 *
 * @param indexes those of the shape's collection, without the one of `_id`
 */
export function unserved(shape: Shape, indexes: readonly Index[]): string | null {
	const name = `${shape.command} in ${shape.collection || 'the database'}`;
	const question = questionOf(shape);
	if (question === null) return `${name}: nobody knows what serves this. ${JSON.stringify(shape)}`;
	const all: Index[] = [{ name: '_id_', key: { _id: 1 }, unique: true }, ...indexes];
	const usable = all.filter((index) => isHinted(index, shape.hint));
	if (usable.length === 0)
		return `${name}: its hint is no declared index. ${JSON.stringify(shape)}`;
	const asked = JSON.stringify(question.filter);
	// How many there are is known without looking.
	if (shape.command === 'count' && asked === '{}') return null;
	if (shape.key !== undefined && usable.some((index) => lists(index, shape.key, question.filter))) {
		return null;
	}
	if (isServed(question, usable, sortedInMemory[shape.collection] ?? [])) return null;
	const names = usable.map((index) => index.name);
	if (!isServed(question, usable, names)) {
		return `${name}: no index finds ${asked}${question.isLimited ? '' : ' (all of it)'}.`;
	}
	return `${name}: no index that finds ${asked} gives the order ${JSON.stringify(question.sort)}.`;
}

function questionOf({ filter, sort = {}, limit = false, pipeline }: Shape): Question | null {
	if (filter !== undefined) return { filter, sort, isLimited: limit };
	if (pipeline === undefined) return null;
	// What the planner takes out of a pipeline: all that comes before the first stage that makes other documents.
	const filters: FilterShape[] = [];
	let order: Order = {};
	let isLimited = false;
	for (const stage of pipeline) {
		const [name = ''] = Object.keys(stage);
		if (name === '$match' && !isLimited) filters.push(stage[name] as FilterShape);
		else if (name === '$sort' && !isLimited) order = stage[name] as Order;
		else if (name === '$limit') isLimited = true;
		else if (name.startsWith('$coll') || name === '$indexStats') return null;
		else break;
	}
	const [first = {}] = filters;
	return { filter: filters.length > 1 ? { $and: filters } : first, sort: order, isLimited };
}

/** By one index, or each branch by one of its own, of which the database merges what they give. */
function isServed(
	question: Question,
	indexes: readonly Index[],
	unsorted: readonly string[],
): boolean {
	const { filter, isLimited } = question;
	const serves = (conditions: Conditions, canWalk: boolean): boolean =>
		indexes.some((index) => {
			const sort = unsorted.includes(index.name) ? {} : question.sort;
			const isWalk = canWalk && isWholeWalk(index, conditions, sort, isLimited);
			return isWalk || (narrows(index, conditions) && isInOrder(index, conditions, sort));
		});
	const ways = allWays(filter);
	const [only] = ways;
	if (only !== undefined && ways.length === 1) return serves(only, true);
	return serves(commonConditions(filter), false) || ways.every((way) => serves(way, false));
}

/** Whether the conditions begin where the index begins. */
function narrows({ key, sparse }: Index, conditions: Conditions): boolean {
	const [first = ''] = Object.keys(key);
	const bound = conditions.get(first);
	return bound === 'point' || bound === 'range' || (bound === 'empty' && sparse !== true);
}

/** Whether the index, narrowed down, holds its entries in this order; it can be walked from either end. */
function isInOrder({ key, unique }: Index, conditions: Conditions, sort: Order): boolean {
	const fields = Object.keys(key);
	const isFixed = (field: string): boolean => /point|empty/.test(conditions.get(field) ?? '');
	const fixed = fields.findIndex((field) => !isFixed(field));
	// One document at most.
	if (fixed === -1 && unique === true) return true;
	const open = fixed === -1 ? [] : fields.slice(fixed);
	const pinned = fixed === -1 ? fields : fields.slice(0, fixed);
	const wanted = Object.keys(sort).filter((field) => !pinned.includes(field));
	const directions = new Set(wanted.map((field) => sort[field]));
	return directions.size <= 1 && wanted.every((field, at) => open[at] === field);
}

/** Everything along an index, in its order or not beyond a limit. Conditions would be held against every document. */
function isWholeWalk(
	index: Index,
	conditions: Conditions,
	sort: Order,
	isLimited: boolean,
): boolean {
	const [first = ''] = Object.keys(index.key);
	const isPresent = conditions.get(first) === 'present';
	if (index.sparse === true && !isPresent) return false;
	const others = [...conditions.keys()].filter((field) => field !== first || !isPresent);
	if (others.length > 0) return false;
	const isOrdered = Object.keys(sort).length > 0 && isInOrder(index, conditions, sort);
	return isOrdered || (isLimited && Object.keys(sort).length === 0);
}

/** Whether it leaps from one value of the field to the next. */
function lists({ key, sparse }: Index, field: string | undefined, filter: FilterShape): boolean {
	return Object.keys(filter).length === 0 && Object.keys(key)[0] === field && sparse !== true;
}

function isHinted({ name, key }: Index, hint: Shape['hint']): boolean {
	if (hint === undefined) return true;
	return typeof hint === 'string' ? hint === name : JSON.stringify(hint) === JSON.stringify(key);
}
