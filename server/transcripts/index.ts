export { createTranscripts, type Transcripts } from './create-transcripts.ts';
export { searchConsumer } from './index-texts.ts';
