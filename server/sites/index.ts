export { createSites, sitesCollection, type Site, type Sites } from './sites.ts';
