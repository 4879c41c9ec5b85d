import english from '../languages/en.json';
import { speak } from '../strings.ts';

/* Import it first: the panel's parts then say English words without a page of ours around them. */
speak('en', english);
