export { searchConsumer } from './index-texts.ts';
