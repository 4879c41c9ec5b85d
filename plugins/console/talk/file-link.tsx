export { FileTile as FileLink } from './file-tile.tsx';
