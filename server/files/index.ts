export type { Attached } from './attach.ts';
export { createFiles, type Files, type FilesDeps, type Progress } from './create-files.ts';
export {
	filesCollection,
	siteHoursCollection,
	type Owner,
	type StoredFile,
	type Uploader,
} from './documents.ts';
export { eraseFilesOf } from './erase-files.ts';
export { defaultFileLimits, type FileLimits } from './limits.ts';
export { erasableBlobs } from './mark-gone.ts';
export { createPhotos, type Photos } from './photos.ts';
export { createFileSweeping, sweepFiles } from './sweep.ts';
export { WrongOffset } from './wrong-offset.ts';
