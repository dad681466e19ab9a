import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderDiagram } from '../../../tools/diagram/diagram-files';
import type { Diagram } from '../../../tools/diagram/diagram-model';
import { docsFolder, docsPage, environmentsIn, flowchartIn } from '../../../tools/diagram/docs-pages';
import { layoutDiagram } from '../../../tools/diagram/layout';
import type { Layout } from '../../../tools/diagram/placed-diagram';
import { readDiagram } from '../../../tools/diagram/read-diagram';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { layoutProblems } from '../../support/diagram/layout-problems';
import { addedResources } from '../../support/stacks/combinations';
import { complete, shipped } from '../../support/stacks/fixture-bootstrap';
import { balanced, type Changes, fixture, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesized } from '../../support/stacks/synthesized';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

const root = path.join(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const prod: Changes = { ...threeTiers, removal: 'protect' };
const page = read(docsPage);

function stackOf(document: unknown): SynthesizedStack {
  return new SynthesizedStack(document as SynthesizedStack['document']);
}

const domain = { name: 'app.example.com', zone: 'example.com' };
const mixtures = {
  'CDN, domain and Spot in the default VPC': {
    ...balanced,
    ingress: { kind: 'load-balanced', cdn: {}, domain },
    compute: { ...fixture.compute, spotPercent: 50 },
    monitoring: { email: 'alarms@example.com' },
  },
  'profiles on Fargate with a NAT gateway in each zone': {
    ...threeTiers,
    network: { ...threeTiers.network, nat: 'per zone' },
    ingress: { kind: 'load-balanced', domain },
    compute: fixture.compute,
    profiles: { database: { ...threeTiers.profiles.database, multiAz: true } },
  },
  'added resources, for some networks': {
    ingress: { kind: 'direct', allowFrom: ['203.0.113.0/24', '198.51.100.0/24'] },
    resources: addedResources,
    app: { secrets: { TOKEN: { secret: 'app/token' }, API_KEY: { parameter: '/eight-digit/api-key' } } },
  },
} satisfies Readonly<Record<string, Changes>>;

const stacks: readonly (readonly [name: string, document: () => object])[] = [
  ['dev', () => synthesized()],
  ['staging', () => synthesized(balanced)],
  ['prod', () => synthesized(prod)],
  ['the shipped bootstrap', () => synthesizedBootstrap(shipped)],
  ['the bootstrap with all parts', () => synthesizedBootstrap(complete)],
  ...Object.entries(mixtures).map(([name, changes]) => [name, () => synthesized(changes)] as const),
];

interface Drawn {
  readonly stack: SynthesizedStack;
  readonly diagram: Diagram;
  readonly layout: Layout;
}

const drawn = new Map<string, Drawn>();

/** All tests share the layout of a stack, because it takes up to half a second. */
async function draw(name: string): Promise<Drawn> {
  const before = drawn.get(name);
  if (before) return before;
  const document = new Map(stacks).get(name);
  const stack = stackOf(document?.());
  const diagram = readDiagram(name, stack);
  const created = { stack, diagram, layout: await layoutDiagram(diagram) };
  drawn.set(name, created);
  return created;
}

describe('Diagram', () => {
  it.each(stacks)('shows every resource of %s', async (name) => {
    const { stack, diagram } = await draw(name);
    const { nodes, groups, notInAws } = diagram;
    const shown = new Set([...nodes, ...groups].flatMap(({ addresses }) => addresses).concat(notInAws));
    const all = Object.entries((stack.document as { resource: object }).resource).flatMap(([type, named]) =>
      Object.keys(named).map((one) => `${type}.${one}`),
    );
    expect(all.filter((address) => !shown.has(address))).toEqual([]);
  });

  it.each(stacks)('of %s hides no text, box or line, and fits into 1,200 pixels', async (name) => {
    const { layout } = await draw(name);
    expect(layoutProblems(layout)).toEqual([]);
    expect(layout.width).toBeLessThanOrEqual(1_200);
  });

  it('draws a type that it does not know like a store, if the app may use it', async () => {
    const { diagram } = await draw('added resources, for some networks');
    expect(diagram.nodes.find(({ title }) => title === 'Kinesis stream')).toMatchObject({
      group: 'services',
      lines: ['eight-digit-dev-clicks-stream', 'app writes'],
    });
  });
});

describe('Diagrams in the documentation', () => {
  const shown = ['dev', 'staging', 'prod'];

  it.each(shown)('are up to date for %s; if not, run npm run diagram -- --docs', async (name) => {
    const { diagram, layout } = await draw(name);
    const { pictures, mermaid } = renderDiagram(diagram, layout);
    expect(flowchartIn(page, name)).toBe(mermaid);
    const outdated = Object.entries(pictures).filter(
      ([file, content]) => read(path.join(docsFolder, file)) !== content,
    );
    expect(outdated.map(([file]) => file)).toEqual([]);
  });

  it('show all shipped environments', () => {
    expect(environmentsIn(page)).toEqual(shown);
  });
});
