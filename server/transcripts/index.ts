export { copyFormats, createTranscripts, type Transcripts } from './create-transcripts.ts';
export { searchConsumer } from './index-texts.ts';
export { createArchive, type Archive, type ArchiveDeps } from './archive/create-archive.ts';
export type { ArchiveFilter } from './archive/decide-match.ts';
