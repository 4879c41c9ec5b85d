export { createAutoReply } from './auto-reply.ts';
export { hoursLines, type HoursLine } from './hours-lines.ts';
export { hoursAt, type Opening } from './hours.ts';
export type { NewIdentityKey, Sealing } from './identity-keys.ts';
export { colourCss, loaderColourCss, type OwnerColours } from './owner-colour.ts';
export { sitesCollection, type Site } from './site.ts';
export { createSites, type Sites } from './sites.ts';
export { snippetOf } from './snippet.ts';
