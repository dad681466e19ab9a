import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ingress } from '../../../stacks/settings/ingress-settings';
import { renderDiagram } from '../../../tools/diagram/diagram-files';
import { docsFolder, docsPage, drawDocs } from '../../../tools/diagram/docs-page';
import type { Layout } from '../../../tools/diagram/layout/layout-model';
import { readDiagram } from '../../../tools/diagram/read/read-diagram';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackOf, withoutArguments } from '../../support/diagram/changed-stacks';
import { drawOnce } from '../../support/diagram/draw-once';
import { stackNamed, stacks } from '../../support/diagram/drawn-stacks';
import { layoutProblems } from '../../support/diagram/layout-problems';
import { textProblems } from '../../support/diagram/text-problems';
import { pairwiseEnvironments } from '../../support/stacks/combinations';
import { balanced } from '../../support/stacks/fixture-environment';
import { ownStacks } from '../../support/stacks/own-environments';
import { synthesized } from '../../support/stacks/synthesized';

const root = path.join(__dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

describe('Diagram', () => {
  it.each(stacks)('shows every resource of the stack "%s"', async (name, readStack) => {
    const { stack, diagram } = await drawOnce(name, readStack());
    const { nodes, groups, notInAws } = diagram;
    const shown = new Set([...nodes, ...groups].flatMap(({ addresses }) => addresses).concat(notInAws));
    const all = stack.allResources().map(({ address }) => address);
    expect(all.filter((address) => !shown.has(address))).toEqual([]);
  });

  it.each(stacks)(
    'of the stack "%s" has no hidden text, box or line, and is at most 1,200 pixels wide',
    async (name, readStack) => {
      const { diagram, layout } = await drawOnce(name, readStack());
      expect([...layoutProblems(layout), ...textProblems(diagram)]).toEqual([]);
      expect(layout.width).toBeLessThanOrEqual(1_200);
    },
  );

  it.each(pairwiseEnvironments)(
    'has no hidden text, box or line, and is at most 1,200 pixels wide, with the settings: $title',
    async ({ title, changes }) => {
      const { diagram, layout } = await drawOnce(title, stackOf(synthesized(changes)));
      expect([...layoutProblems(layout), ...textProblems(diagram)]).toEqual([]);
      expect(layout.width).toBeLessThanOrEqual(1_200);
    },
  );

  it('contains no text such as "undefined" or "NaN", even if resources have no arguments', () => {
    expect(textProblems(readDiagram('dev', withoutArguments()))).toEqual([]);
  });

  it.each(stacks)('of the stack "%s" shows the zones side by side, in alphabetical order', async (name, readStack) => {
    const { layout } = await drawOnce(name, readStack());
    for (const zones of zonesByFrame(layout)) {
      expect(zones.map(({ group }) => group.title)).toEqual(zones.map(({ group }) => group.title).sort());
      expect(Math.max(...zones.map(({ y }) => y)) - Math.min(...zones.map(({ y }) => y))).toBeLessThan(60);
    }
  });

  it.each([
    'dev',
    'staging',
    'prod',
    'profiles on Fargate with a NAT gateway in each zone',
    'hosts with a domain, a NAT gateway in each zone and two added resources',
    'six zones with a NAT gateway in each',
    'the private subnets of an existing network',
  ])('of the stack "%s" is at most 1,700 pixels high', async (name) => {
    const { layout } = await drawOnce(name, stackNamed(name));
    expect(layout.height).toBeLessThanOrEqual(1_700);
  });

  it('shows a resource of an unknown type among the AWS services if the app may use it', () => {
    const { nodes } = readDiagram('dev', stackNamed('added resources, for some networks'));
    expect(nodes.find(({ title }) => title === 'Kinesis stream')).toMatchObject({
      group: 'services',
      lines: ['eight-digit-dev-clicks-stream', 'app writes'],
    });
  });

  it.each([
    ['prod', 'aws_internet_gateway.network'],
    ['hosts with a domain, a NAT gateway in each zone and two added resources', 'aws_internet_gateway.network exit'],
  ])(
    'of the stack "%s" has arrows from a NAT gateway through an internet gateway to the AWS services',
    (name, gateway) => {
      const ends = readDiagram(name, stackNamed(name)).edges.map(({ from, to }) => `${from} > ${to}`);
      expect(ends).toEqual(
        expect.arrayContaining([`aws_nat_gateway.network_nat_a > ${gateway}`, `${gateway} > services`]),
      );
    },
  );

  it.each([
    [
      'the public subnets of an existing network',
      'Public subnets',
      ['subnet-00000000000000001', 'subnet-00000000000000002'],
    ],
    [
      'the private subnets of an existing network',
      'Private subnets',
      ['subnet-00000000000000003', 'subnet-00000000000000004'],
    ],
    ['six zones with a NAT gateway in each', 'Private subnets', ['Zones a, b, c, d, e, f']],
  ])('of the stack "%s" contains, in the frame "%s" of the VPC, the frames %j', (name, tier, subnets) => {
    const { groups } = readDiagram(name, stackNamed(name));
    const titlesIn = (parent: string | undefined) => groups.filter((one) => one.parent === parent);
    const [vpc] = groups.filter(({ kind }) => kind === 'vpc');
    const [parent] = titlesIn(vpc?.id).filter(({ title }) => title === tier);
    expect(titlesIn(parent?.id).map(({ title }) => title)).toEqual(subnets);
  });

  it('of six zones shows one box for all tasks and one for all NAT gateways', () => {
    const { nodes } = readDiagram('prod', stackNamed('six zones with a NAT gateway in each'));
    expect(nodes.filter(({ kind }) => kind === 'compute').map(({ lines }) => lines[0])).toEqual(['2 to 4 tasks']);
    expect(nodes.map(({ title }) => title)).toContain('NAT gateway ×6');
  });

  it('names the zone of a single NAT gateway in a frame of several zones', () => {
    const { nodes } = readDiagram('prod', stackNamed('six zones with one NAT gateway'));
    expect(nodes.find(({ title }) => title === 'NAT gateway')?.lines).toEqual(['fixed address', 'in zone a']);
  });

  it('shows, in the box of a read replica, the arguments that it inherits from its source', () => {
    const { nodes } = readDiagram('prod', stackNamed('read replicas'));
    const replicas = nodes.filter(({ lines }) => lines.includes('read replica of eight-digit-prod-database'));
    expect(replicas.map(({ title, lines }) => [title, lines[0], lines[2]])).toEqual([
      ['RDS for PostgreSQL', 'copy', 'db.t4g.micro, 20 GiB'],
      ['RDS for PostgreSQL', 'larger', 'db.t4g.large, 20 GiB'],
    ]);
  });

  it('shows one box for many resources that the app uses in the same way', () => {
    const { nodes } = readDiagram('prod', stackNamed('twenty added resources'));
    const topics = nodes.filter(({ addresses }) => addresses.some((one) => one.startsWith('aws_sns_topic.resources_')));
    expect(topics.map(({ title, lines }) => [title, lines.slice(-2)])).toEqual([
      ['SNS topic ×6', ['and 3 more', 'app writes']],
    ]);
  });

  it('shows a dead-letter queue in the box of its queue', () => {
    const { nodes } = readDiagram('dev', stackNamed('added resources, for some networks'));
    const jobs = nodes.find(({ id }) => id === 'aws_sqs_queue.resources_jobs');
    expect(jobs?.addresses).toContain('aws_sqs_queue.resources_jobs_dead_letters');
  });

  it('shows, in the box of a role, a line for each resource that the role may use', () => {
    const { nodes } = readDiagram('prod', stackNamed('prod'));
    expect(nodes.find(({ title }) => title === 'Task role')?.lines.slice(2)).toEqual([
      'rds-db: logs in eight-digit-prod-database',
      'dynamodb: reads, writes eight-digit-prod-entries',
      's3: reads, writes, deletes eight-digit-prod-uploads-<account>-eu-central-1',
      'dynamodb: reads, writes, deletes eight-digit-prod-uploads',
    ]);
  });

  it('shows the number of instances that count or for_each sets, and leaves out a resource without instances', () => {
    const { nodes } = readDiagram(
      'dev',
      stackOf({
        resource: {
          aws_nat_gateway: { nat: { count: 3 } },
          aws_instance: { one: { count: 4 }, unknown: { count: '$' + '{var.size}' } },
          aws_sqs_queue: { jobs: { for_each: { a: 'a', b: 'b' } }, mails: { for_each: '$' + '{toset(["a", "b"])}' } },
          aws_kms_key: { none: { count: 0 } },
          aws_ssm_parameter: { host: { count: 2 }, port: {} },
        },
      }),
    );
    expect(nodes.map(({ title }) => title).sort()).toEqual([
      'EC2 instance',
      'EC2 instance ×4',
      'NAT gateway ×3',
      'Parameter ×3',
      'SQS queue ×2',
      'SQS queue ×2',
    ]);
  });

  it('of an empty stack says that there are no resources', () => {
    expect(readDiagram('dev', stackNamed('an empty stack')).nodes.map(({ title }) => title)).toEqual(['No resources']);
  });
});

describe('Clients in a diagram', () => {
  const domain = { name: 'app.example.com', zone: 'example.com' };

  it.each<[title: string, ingress: Ingress, lines: string[]]>([
    ['the internet, without CloudFront', { kind: 'direct' }, ['the internet']],
    ['the internet, if CloudFront is open to everyone', { kind: 'load-balanced', cdn: {}, domain }, ['the internet']],
    [
      'the CIDR blocks and prefix lists in ingress.allowFrom',
      { kind: 'direct', allowFrom: ['203.0.113.0/24', 'pl-0123456789abcdef0'] },
      ['only from', '203.0.113.0/24', 'pl-0123456789abcdef0'],
    ],
    [
      'the CIDR blocks in the web ACL of CloudFront',
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

/** Returns the frames of the zones from left to right, grouped by the frame that contains them. */
function zonesByFrame({ groups }: Layout) {
  const zones = groups.filter(({ group }) => group.title.startsWith('Zone '));
  const frames = [...new Set(zones.map(({ group }) => group.parent))];
  return frames.map((frame) =>
    zones.filter(({ group }) => group.parent === frame).sort((one, other) => one.x - other.x),
  );
}
