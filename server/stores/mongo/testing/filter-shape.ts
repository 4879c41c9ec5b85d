/** A filter as e2e/mongodb/shapes.mjs notes it: names of types for values, `true` for an `$exists`. */
export interface FilterShape {
	readonly [fieldOrOperator: string]:
		| string
		| boolean
		| FilterShape
		| readonly (string | FilterShape)[];
}

/**
 * How far a condition on one field narrows an index down.
 * - point: to one value, after which the order of the next field holds
 * - empty: to null, which is also what is missing; a sparse index has neither
 * - range: to a stretch of values, or to several points
 * - present: not at all, but the field must be there
 * - loose: not at all
 */
export type Bound = 'point' | 'empty' | 'range' | 'present' | 'loose';
/** All hold at once. Of a field with several conditions the one that narrows down most counts. */
export type Conditions = ReadonlyMap<string, Bound>;

const byStrength: readonly Bound[] = ['point', 'empty', 'range', 'present', 'loose'];
const ranges = new Set(['$gt', '$gte', '$lt', '$lte']);

/** What is asked of every document, whatever the branches of `$or` say. */
export function commonConditions(filter: FilterShape): Conditions {
	const found = new Map<string, Bound>();
	for (const [key, value] of Object.entries(filter)) {
		if (key === '$and') {
			for (const part of parts(value)) for (const one of commonConditions(part)) add(found, ...one);
		} else if (key.startsWith('$')) {
			if (key !== '$or') add(found, key, 'loose');
		} else add(found, key, boundOf(value));
	}
	return found;
}

/** The conditions of every way to satisfy the filter: one for each branch of `$or`, or for each combination of several. */
export function allWays(filter: FilterShape): Conditions[] {
	let ways: Conditions[] = [commonConditions(filter)];
	const nested = parts(filter['$and'] ?? []).map((part) => allWays(part));
	const branches = filter['$or'] === undefined ? [] : [parts(filter['$or']).flatMap(allWays)];
	for (const choice of [...nested, ...branches]) {
		ways = ways.flatMap((way) => choice.map((other) => both(way, other)));
	}
	return ways;
}

function parts(value: FilterShape[string]): readonly FilterShape[] {
	if (!Array.isArray(value)) throw new TypeError('A list of filters was expected.');
	return value as readonly FilterShape[];
}

function both(left: Conditions, right: Conditions): Conditions {
	const all = new Map(left);
	for (const one of right) add(all, ...one);
	return all;
}

function add(to: Map<string, Bound>, field: string, bound: Bound): void {
	const known = to.get(field);
	if (known === undefined || byStrength.indexOf(bound) < byStrength.indexOf(known)) {
		to.set(field, bound);
	}
}

function boundOf(value: FilterShape[string]): Bound {
	if (typeof value === 'string') return equality(value);
	if (typeof value !== 'object' || Array.isArray(value)) return 'loose';
	const bounds = Object.entries(value as FilterShape).map(([operator, operand]): Bound => {
		if (operator === '$eq' && typeof operand === 'string') return equality(operand);
		if (operator === '$exists') return operand === true ? 'present' : 'loose';
		if (ranges.has(operator)) return 'range';
		// All but null is a stretch, too; of anything else it is nearly everything.
		if (operator === '$ne' && operand === 'null') return 'range';
		const isList = operator === '$in' && Array.isArray(operand);
		return isList && !operand.some((type) => type === 'null' || type === 'regex')
			? 'range'
			: 'loose';
	});
	return byStrength.find((bound) => bounds.includes(bound)) ?? 'loose';
}

function equality(type: string): Bound {
	if (type === 'regex') return 'loose';
	return type === 'null' || type === 'undefined' ? 'empty' : 'point';
}
