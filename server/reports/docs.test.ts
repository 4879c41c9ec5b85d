import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricIds } from '../../shared/views/report-view.ts';
import { metrics } from './metrics.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/reports.md'), 'utf8');

/** As the page has it: `npx jest server/reports/docs` prints what is missing. */
const lineOf = ({ id, name, definition, better }: (typeof metrics)[number]): string =>
	`| ${name} | \`${id}\` | ${definition} | ${better ?? '-'} |`;

it('docs/reports.md defines each figure as the code does', () => {
	expect(page.match(/^\| [^|]+\| `.*$/gm)).toEqual(metrics.map(lineOf));
});
it('each figure is defined once', () => {
	expect(metrics.map(({ id }) => id)).toEqual(metricIds);
});
