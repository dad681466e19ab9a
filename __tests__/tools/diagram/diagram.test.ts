import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ingress } from '../../../stacks/settings/ingress-settings';
import { renderDiagram } from '../../../tools/diagram/diagram-files';
import { docsFolder, docsPage, drawDocs } from '../../../tools/diagram/docs-pages';
import type { Layout } from '../../../tools/diagram/placed-diagram';
import { readDiagram } from '../../../tools/diagram/read-diagram';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { drawOnce } from '../../support/diagram/draw-once';
import { stacks } from '../../support/diagram/drawn-stacks';
import { layoutProblems } from '../../support/diagram/layout-problems';
import { balanced } from '../../support/stacks/fixture-environment';
import { ownStacks } from '../../support/stacks/own-environments';
import { synthesized } from '../../support/stacks/synthesized';

const root = path.join(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('Diagram', () => {
  it.each(stacks)('shows every resource of %s', async (name, readStack) => {
    const { stack, diagram } = await drawOnce(name, readStack());
    const { nodes, groups, notInAws } = diagram;
    const shown = new Set([...nodes, ...groups].flatMap(({ addresses }) => addresses).concat(notInAws));
    const all = stack.allResources().map(({ address }) => address);
    expect(all.filter((address) => !shown.has(address))).toEqual([]);
  });

  it.each(stacks)('of %s hides no text, box or line, and is at most 1,200 pixels wide', async (name, readStack) => {
    const { layout } = await drawOnce(name, readStack());
    expect(layoutProblems(layout)).toEqual([]);
    expect(layout.width).toBeLessThanOrEqual(1_200);
  });

  it.each(stacks)('of %s shows the zones side by side, in alphabetical order', async (name, readStack) => {
    const { layout } = await drawOnce(name, readStack());
    for (const zones of zonesByFrame(layout)) {
      expect(zones.map(({ group }) => group.title)).toEqual(zones.map(({ group }) => group.title).sort());
      expect(Math.max(...zones.map(({ y }) => y)) - Math.min(...zones.map(({ y }) => y))).toBeLessThan(60);
    }
  });

  it.each(stacks.slice(0, 3))('of %s is at most 1,700 pixels high', async (name, readStack) => {
    const { layout } = await drawOnce(name, readStack());
    expect(layout.height).toBeLessThanOrEqual(1_700);
  });

  it('shows a resource of an unknown type among the services, if the app may use the resource', async () => {
    const [name, readStack] = stacks.find(([one]) => one.startsWith('added resources')) ?? [];
    const drawn = readStack && (await drawOnce(name ?? '', readStack()));
    expect(drawn?.diagram.nodes.find(({ title }) => title === 'Kinesis stream')).toMatchObject({
      group: 'services',
      lines: ['eight-digit-dev-clicks-stream', 'app writes'],
    });
  });

  it('has arrows from the NAT gateway through the internet gateway to services without an endpoint', async () => {
    const [name, readStack] = stacks.find(([one]) => one === 'prod') ?? [];
    const drawn = readStack && (await drawOnce(name ?? '', readStack()));
    const ends = drawn?.diagram.edges.map(({ from, to }) => `${from} > ${to}`);
    expect(ends).toEqual(
      expect.arrayContaining([
        'aws_nat_gateway.network_nat_a > aws_internet_gateway.network',
        'aws_internet_gateway.network > services',
      ]),
    );
  });
});

describe('Clients in a diagram', () => {
  const domain = { name: 'app.example.com', zone: 'example.com' };

  it.each<[title: string, ingress: Ingress, lines: string[]]>([
    ['the internet', { kind: 'direct' }, ['the internet']],
    ['the internet, with CloudFront', { kind: 'load-balanced', cdn: {}, domain }, ['the internet']],
    [
      'the ranges and prefix lists in ingress.allowFrom',
      { kind: 'direct', allowFrom: ['203.0.113.0/24', 'pl-0123456789abcdef0'] },
      ['only from', '203.0.113.0/24', 'pl-0123456789abcdef0'],
    ],
    [
      'the ranges of a web ACL, with CloudFront',
      { kind: 'load-balanced', cdn: {}, domain, allowFrom: ['203.0.113.0/24'] },
      ['only from', '203.0.113.0/24'],
    ],
  ])('are labelled with %s', (_, ingress, lines) => {
    const document = synthesized({
      ...balanced,
      scale: { kind: 'fixed', tasks: 1 },
      ingress,
    }) as unknown as SynthesizedStack['document'];
    const { nodes } = readDiagram('staging', new SynthesizedStack(document));
    expect(nodes.find(({ title }) => title === 'Clients')?.lines).toEqual(lines);
    expect(nodes.map(({ title }) => title)).not.toContain('Wafv2 ip set');
  });
});

describe('Diagrams in the documentation', () => {
  it('are current for the environments in environments/', async () => {
    const page = read(docsPage);
    const draw: Parameters<typeof drawDocs>[2] = async (name, stack) => {
      const { diagram, layout } = await drawOnce(name, stack);
      return renderDiagram(diagram, layout);
    };
    const drawn = await drawDocs(page, ownStacks(), draw);
    const outdated = Object.entries(drawn.pictures).filter(
      ([file, text]) => read(path.join(docsFolder, file)) !== text,
    );
    if (outdated.length > 0 || drawn.page !== page) {
      throw new Error('The diagrams in docs/ are not current. Run: npm run diagram -- --docs');
    }
  });

  it('keep the flowchart of an environment that no longer exists, and report the environment as missing', async () => {
    const page = '<!-- diagram qa -->\n```mermaid\nold\n```\n';
    expect(await drawDocs(page, new Map())).toEqual({ page, pictures: {}, missing: ['qa'] });
  });
});

/** Returns the boxes of the zones in each frame, from left to right. */
function zonesByFrame({ groups }: Layout) {
  const zones = groups.filter(({ group }) => group.title.startsWith('Zone '));
  const frames = [...new Set(zones.map(({ group }) => group.parent))];
  return frames.map((frame) =>
    zones.filter(({ group }) => group.parent === frame).sort((one, other) => one.x - other.x),
  );
}
