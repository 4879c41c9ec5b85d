export { createPrivacy, type Privacy, type PrivacyDeps } from './create-privacy.ts';
export { erasuresCollection, keptCollection } from './documents.ts';
