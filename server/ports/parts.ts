/** Bytes of uploads that are not complete, by the upload's id: on this machine only, kept over a restart. */
export interface Parts {
	/** Makes an empty one. Rejects with Busy('disk_full') when there is no room. */
	begin(id: string): Promise<void>;
	/** Null: there is none here. */
	size(id: string): Promise<number | null>;
	/** Adds at the end; rejects with Busy('disk_full') when there is no room, a part of the bytes may be there then. */
	add(id: string, bytes: Uint8Array): Promise<void>;
	/** All of it. Rejects when there is none. */
	read(id: string): Promise<Uint8Array>;
	remove(id: string): Promise<void>;
	/** All with the time they were last added to. */
	list(): AsyncIterable<{ readonly id: string; readonly changedAt: number }>;
}
