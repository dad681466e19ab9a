import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { priceEnvironments } from '../../../../tools/cost/environment-costs';
import { currentReadme, readmeTable } from '../../../../tools/cost/text/readme-table';
import { costsOf } from '../../../support/stacks/cost';
import { balanced, fixture, threeTiers } from '../../../support/stacks/fixture-environment';
import { ownStacks } from '../../../support/stacks/own-environments';

const reports = [
  { name: 'staging', report: costsOf(balanced) },
  { name: 'dev', report: costsOf({}) },
];
const place = '<!-- begin: cost. npm run cost -- --write -->\nold\n<!-- end: cost -->\n';

describe('README', () => {
  it('contains the current costs of the environments in environments/', () => {
    const readme = readFileSync(resolve(__dirname, '../../../../README.md'), 'utf8');
    if (currentReadme(readme, priceEnvironments(ownStacks())) !== readme) {
      throw new Error('The costs in README.md are not current. Run: npm run cost -- --write');
    }
  });

  it('is updated in two places: the table of costs, and the rows that link to environment files', () => {
    const line = '| [`dev`](environments/dev.ts) | the smallest \\| cheapest | 3 |';
    const document = currentReadme(`${line}\n\n${place}`, reports);
    expect(document).toContain('| [`dev`](environments/dev.ts) | the smallest \\| cheapest | 12 |');
    expect(document).toContain(`${readmeTable(reports)}\n<!-- end: cost -->`);
    expect(currentReadme(document, reports)).toBe(document);
  });

  it('contains the current amount that profiles add to the costs of dev', () => {
    const readme = readFileSync(resolve(__dirname, '../../../../README.md'), 'utf8');
    const added = costsOf({
      network: {
        ...fixture.network,
        privateSubnets: { a: '10.0.16.0/20', b: '10.0.32.0/20' },
        nat: 'one',
      },
      ingress: { kind: 'load-balanced', cdn: {} },
      profiles: threeTiers.profiles,
    });
    const usd = Math.round(added.totals.all.idle - costsOf({}).totals.all.idle);
    expect(readme).toContain(`For \`dev\`, this adds about ${usd} US dollars a month:`);
  });

  it('is rejected without the marker lines around the table of costs', () => {
    expect(() => currentReadme('# Title', reports)).toThrow('README.md lacks the lines "<!-- begin: cost.');
  });
});

describe('readmeTable', () => {
  it('begins with the cheapest environment', () => {
    expect(readmeTable(reports)).toContain('|  | `dev` | `staging` |');
  });
});
