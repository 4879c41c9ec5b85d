import type { Connection, Model, Mongoose } from 'mongoose';
import type { Collection, Doc } from '../../ports/store.ts';
import { collectionNames, docsName } from './indexes.ts';
import type { EventRow, LaneRow, WordsRow } from './rows.ts';
import type { DocRow } from './values.ts';

/** What the store knows of itself: one document, `_id` 'store'. */
export interface MetaRow {
	readonly _id: 'store';
	/** Of the collections and indexes; raised by migrations. */
	readonly version: number;
	readonly epoch: string;
}

/** A server that uses this database now. */
export interface NodeRow {
	readonly _id: string;
	readonly host: string;
	readonly pid: number;
	/** By the database's clock. */
	readonly seenAt: Date;
}

/** A file that is being stored; what a kill left of it is removed a day later. */
export interface UploadRow {
	readonly _id: string;
	readonly startedAt: number;
}

export interface Models {
	readonly events: Model<EventRow>;
	readonly lanes: Model<LaneRow>;
	readonly words: Model<WordsRow>;
	readonly meta: Model<MetaRow>;
	readonly nodes: Model<NodeRow>;
	readonly uploads: Model<UploadRow>;
	/** Also of a collection that nothing declares, as a dump may hold the documents of a plugin that is not installed. */
	docs(collection: string): Model<DocRow>;
}

/** The schemas of everything that is stored. Filters are ours alone, and a field that a schema does not know is an error. */
export function modelsOf(
	mongoose: Mongoose,
	connection: Connection,
	collections: readonly Collection<Doc>[],
): Models {
	const { Schema } = mongoose;
	const { Mixed } = Schema.Types;
	const strict = {
		strict: 'throw',
		strictQuery: 'throw',
		versionKey: false,
		minimize: false,
		id: false,
		autoIndex: false,
		autoCreate: false,
	} as const;

	const event = new Schema<EventRow>(
		{
			timeline: String,
			seq: Number,
			vseq: Number,
			audience: String,
			at: Number,
			type: { type: String },
			author: Mixed,
			clientId: String,
			clientKey: String,
			target: Number,
			amends: String,
			sinks: [String],
			owes: { type: [String], default: undefined },
			body: String,
			erasedAt: Number,
		},
		strict,
	);
	const lane = new Schema<LaneRow>(
		{
			_id: String,
			sink: String,
			timeline: String,
			cursor: Number,
			owed: Number,
			dueAt: Number,
			tries: Number,
			fence: Number,
			problem: String,
			replayFrom: Number,
			holder: String,
		},
		strict,
	);
	const words = new Schema<WordsRow>(
		{
			_id: String,
			timeline: String,
			seq: Number,
			site: String,
			at: Number,
			rank: Number,
			tokens: [String],
		},
		strict,
	);
	const meta = new Schema<MetaRow>({ _id: String, version: Number, epoch: String }, strict);
	const node = new Schema<NodeRow>(
		{ _id: String, host: String, pid: Number, seenAt: Date },
		strict,
	);
	const upload = new Schema<UploadRow>({ _id: String, startedAt: Number }, strict);
	// Which fields there are is the business of who declares the collection; values.ts checks each.
	const doc = new Schema<DocRow>(
		{ _id: String, rev: Number, _nulls: Mixed },
		{ ...strict, strict: false, strictQuery: false },
	);

	const docs = new Map<string, Model<DocRow>>();
	function docsModel(collection: string): Model<DocRow> {
		const name = docsName(collection);
		const model = docs.get(name) ?? connection.model<DocRow>(name, doc, name);
		docs.set(name, model);
		return model;
	}
	for (const { name } of collections) docsModel(name);
	const names = collectionNames;
	return {
		events: connection.model<EventRow>(names.events, event, names.events),
		lanes: connection.model<LaneRow>(names.lanes, lane, names.lanes),
		words: connection.model<WordsRow>(names.words, words, names.words),
		meta: connection.model<MetaRow>(names.meta, meta, names.meta),
		nodes: connection.model<NodeRow>(names.nodes, node, names.nodes),
		uploads: connection.model<UploadRow>(names.uploads, upload, names.uploads),
		docs: docsModel,
	};
}
