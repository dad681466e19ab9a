import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bucket } from '../../../stacks/resources/bucket';
import { queue } from '../../../stacks/resources/queue';
import { topic } from '../../../stacks/resources/topic';
import { priceEnvironments } from '../../../tools/cost/price-stack';
import { currentReadme, readmeTable } from '../../../tools/cost/readme-table';
import { costsOf } from '../../support/stacks/cost';
import { balanced, type Changes } from '../../support/stacks/fixture-environment';
import { ownStacks } from '../../support/stacks/own-environments';

const reports = [
  { name: 'staging', report: costsOf(balanced) },
  { name: 'dev', report: costsOf({}) },
];
const place = '<!-- begin: cost. npm run cost -- --write -->\nold\n<!-- end: cost -->\n';

describe('README', () => {
  it('contains the current costs of the environments in environments/', () => {
    const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
    if (currentReadme(readme, priceEnvironments(ownStacks())) !== readme) {
      throw new Error('The costs in README.md are not current. Run: npm run cost -- --write');
    }
  });

  it('gets the table, and the amounts of environments that it links to', () => {
    const line = '| [`dev`](environments/dev.ts) | the smallest \\| cheapest | 3 |';
    const document = currentReadme(`${line}\n\n${place}`, reports);
    expect(document).toContain('| [`dev`](environments/dev.ts) | the smallest \\| cheapest | 12 |');
    expect(document).toContain(`${readmeTable(reports)}\n<!-- end: cost -->`);
    expect(currentReadme(document, reports)).toBe(document);
  });

  it('is refused without the place of the table', () => {
    expect(() => currentReadme('# Title', reports)).toThrow('README.md has no lines <!-- begin: cost.');
  });
});

describe('readmeTable', () => {
  it('begins with the cheapest environment', () => {
    expect(readmeTable(reports)).toContain('|  | `dev` | `staging` |');
  });
});

describe('README, about settings,', () => {
  const readme = readFileSync(resolve(__dirname, '../../../README.md'), 'utf8');
  const entrance = (settings: object) => ({ ingress: { kind: 'load-balanced', ...settings } }) as Changes;
  const zone = { name: 'app.example.com', zone: 'example.com' };
  const elsewhere = {
    name: 'app.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
  };
  const allowFrom = ['203.0.113.0/24'];
  const network: Changes['network'] = {
    kind: 'existing',
    vpcId: 'vpc-0123456789abcdef0',
    publicSubnetIds: ['subnet-00000000000000001', 'subnet-00000000000000002'],
  };

  it.each<[string, Changes, Changes?]>([
    ['[`cdn: {}`]', entrance({ cdn: {} })],
    ['[`domain: { name, zone }`]', entrance({ domain: zone })],
    ['[`domain: { name, certificateArn }`]', entrance({ domain: elsewhere })],
    ['either domain with', entrance({ domain: elsewhere, firewall: 'off' })],
    ['[`allowFrom`]', entrance({ allowFrom })],
    ['`allowFrom` with `cdn`', entrance({ cdn: {}, allowFrom }), entrance({ cdn: {} })],
    ["[`network: { kind: 'existing', … }`]", { network }],
    ['a [queue]', { resources: { jobs: queue() } }],
    ['a bucket', { resources: { reports: bucket() } }],
    ['a topic', { resources: { news: topic() } }],
    ['a variable, or', { app: { environment: { A: 'a' }, secrets: { B: { parameter: '/b' } } } }],
  ])('says what %s costs', (setting, changes, before = {}) => {
    const [after, alone] = [changes, before].map((each) => costsOf({ ...balanced, ...each }).totals.all);
    const cell = (scenario: 'idle' | 'busy') => difference((after?.[scenario] ?? 0) - (alone?.[scenario] ?? 0));
    const line = readme.split('\n').find((text) => text.startsWith(`| ${setting}`));
    expect(
      line
        ?.split('|')
        .slice(-3, -1)
        .map((text) => text.trim()),
    ).toEqual([cell('idle'), cell('busy')]);
  });

  function difference(usd: number): string {
    if (Math.abs(usd) < 0.005) return '0';
    if (Math.abs(usd) < 0.5) return '< 1';
    return `${usd > 0 ? '+' : '-'}${Math.round(Math.abs(usd))}`;
  }
});
