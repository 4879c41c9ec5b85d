export interface Picture {
	readonly bytes: Uint8Array;
	/** Pixels. */
	readonly width: number;
	readonly height: number;
}

/** Makes pictures anew, so that nothing is left of a file but what can be seen. */
export interface Pictures {
	/**
	 * The same picture, upright, without metadata, moving if it moved. Null: it cannot be made anew, because it is broken or
	 * has too many pixels, or because the library is not there.
	 */
	remake(bytes: Uint8Array, type: PictureType): Promise<Picture | null>;
}

/** Makes small squares of pictures. */
export interface Portraits {
	/** Its middle as WebP of 256 x 256 pixels, without metadata and still. Null as with `remake`. */
	portrait(bytes: Uint8Array, type: PictureType): Promise<Picture | null>;
}

export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
