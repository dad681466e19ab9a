import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readmeTable, withTable } from '../../../tools/cost/readme-table';
import { costsOf } from '../../support/stacks/cost';
import { balanced, threeTiers } from '../../support/stacks/fixture-environment';

const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
const reports = [
  { name: 'dev', report: costsOf({}) },
  { name: 'staging', report: costsOf(balanced) },
  { name: 'prod', report: costsOf({ ...threeTiers, removal: 'protect' }) },
];

describe('README', () => {
  it('contains the current costs of the shipped environments. To update it: npm run cost -- --write', () => {
    expect(readme).toBe(withTable(readme, readmeTable(reports)));
  });

  it.each(reports)('says at the top what $name costs idle', ({ name, report }) => {
    const [, text = ''] = new RegExp(`^\\| \\[\`${name}\`\\].*\\| ([\\d.]+) \\|$`, 'm').exec(readme) ?? [];
    expect(Number(text)).toBe(Math.round(report.totals.all.idle));
  });
});

describe('readmeTable', () => {
  it('begins with the cheapest environment', () => {
    expect(readmeTable([...reports].reverse())).toContain('|  | `dev` | `staging` | `prod` |');
  });

  it('is refused by a document without its place', () => {
    expect(() => withTable('# Title', '')).toThrow('README.md has no lines <!-- begin: cost.');
  });
});
