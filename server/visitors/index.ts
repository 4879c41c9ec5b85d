export {
	createVisitors,
	visitorIdOf,
	visitorsCollection,
	type Visitor,
	type Visitors,
} from './visitors.ts';
