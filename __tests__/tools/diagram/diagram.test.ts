import { readFileSync } from 'node:fs';
import path from 'node:path';
import { drawStack } from '../../../tools/diagram/diagram-files';
import { docsFolder, docsPage, environmentsIn, flowchartIn } from '../../../tools/diagram/docs-pages';
import { layoutDiagram } from '../../../tools/diagram/layout';
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

describe('Diagram', () => {
  it.each(stacks)('shows every resource of %s', (name, document) => {
    const stack = stackOf(document());
    const { nodes, groups, notInAws } = readDiagram(name, stack);
    const shown = new Set([...nodes, ...groups].flatMap(({ addresses }) => addresses).concat(notInAws));
    const all = Object.entries((stack.document as { resource: object }).resource).flatMap(([type, named]) =>
      Object.keys(named).map((one) => `${type}.${one}`),
    );
    expect(all.filter((address) => !shown.has(address))).toEqual([]);
  });

  it.each(stacks)(
    'is readable for %s: no text, box or line hides another, and 1,200 pixels are enough',
    async (name, document) => {
      const layout = await layoutDiagram(readDiagram(name, stackOf(document())));
      expect(layoutProblems(layout)).toEqual([]);
      expect(layout.width).toBeLessThanOrEqual(1_200);
    },
  );
});

describe('Diagrams in the documentation', () => {
  const shown: Readonly<Record<string, Changes>> = { dev: {}, staging: balanced, prod };

  it.each(Object.entries(shown))(
    'are up to date for %s; if not, run npm run diagram -- --docs',
    async (name, changes) => {
      const { pictures, mermaid } = await drawStack(name, stackOf(synthesized(changes)));
      expect(flowchartIn(page, name)).toBe(mermaid);
      for (const [file, content] of Object.entries(pictures))
        expect(read(path.join(docsFolder, file)) === content).toBe(true);
    },
  );

  it('show all shipped environments', () => {
    expect(environmentsIn(page)).toEqual(Object.keys(shown));
  });
});
