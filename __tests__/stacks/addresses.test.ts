import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { complete } from '../support/stacks/fixture-bootstrap';
import { balanced, fixture, threeTiers } from '../support/stacks/fixture-environment';
import { resource, type SynthesizedStack, synthesized } from '../support/stacks/synthesized';
import { synthesizedBootstrap } from '../support/stacks/synthesized-bootstrap';

/** Each stack's list stands in `addresses/<name>.txt`, one address a line. */
const stacks: readonly (readonly [name: string, synthesize: () => SynthesizedStack])[] = [
  ['dev', () => synthesized()],
  ['staging', () => synthesized(balanced)],
  ['prod', () => synthesized(threeTiers)],
  ['staging-with-everything', () => synthesized(withEverything)],
  ['bootstrap', () => synthesizedBootstrap(complete)],
];

/** What lines of an environment file add. */
const withEverything = {
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
  compute: { ...fixture.compute, spotPercent: 50 },
  app: { exec: true },
  monitoring: { email: 'alarms@example.com' },
} as const;

interface Moved {
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

function addressesOf(stack: SynthesizedStack & Moved): string[] {
  const { resource: resources, data, locals = {}, output, variable = {}, moved = [] } = stack;
  return [
    ...typesAndNames(resources),
    ...typesAndNames(data, 'data.'),
    ...typesAndNames({ local: locals, output, var: variable }),
    // A state may be from before the move, so the block stays for good.
    ...moved.map(({ from, to }) => `moved ${from} to ${to}`),
  ].sort();
}

function typesAndNames(section: Record<string, object>, prefix = ''): string[] {
  return Object.entries(section).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${prefix}${type}.${name}`),
  );
}

/** What is different from the list, and what to do about it. */
function changesIn(name: string, addresses: readonly string[]): string[] {
  const list = `__tests__/stacks/addresses/${name}.txt`;
  const file = path.join(__dirname, 'addresses', `${name}.txt`);
  if (!existsSync(file)) return [`There is no ${list}. Write these lines into it:`, ...addresses];
  const frozen = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return [
    ...frozen
      .filter((address) => !addresses.includes(address))
      .map(
        (address) =>
          `${address} is gone: the next apply would destroy it, and whoever calls it would not find it. See "Rename a resource" in CONTRIBUTING.md; if it is to go, take its line out of ${list}.`,
      ),
    ...addresses
      .filter((address) => !frozen.includes(address))
      .map((address) => `${address} is new: if it is to stay, it needs a line in ${list}.`),
  ];
}

/**
 * Terraform knows everything by its address: renaming one destroys a thing in AWS and creates another, unless a
 * `moved` block goes with it. Outputs and the variable are what scripts and people call.
 */
it.each(stacks)('%s has the addresses that it always had', (name, synthesize) => {
  expect(changesIn(name, addressesOf(synthesize()))).toEqual([]);
});

it('every list is that of a stack', () => {
  const lists = readdirSync(path.join(__dirname, 'addresses')).filter((file) => file.endsWith('.txt'));
  expect(lists.sort()).toEqual(stacks.map(([name]) => `${name}.txt`).sort());
});

it('a list that is not there is asked for, with its lines', () => {
  expect(changesIn('nowhere', ['aws_vpc.network'])).toEqual([
    'There is no __tests__/stacks/addresses/nowhere.txt. Write these lines into it:',
    'aws_vpc.network',
  ]);
});

it('an address that is gone and one that is new are told apart', () => {
  const [first = '', ...others] = addressesOf(synthesized());
  expect(changesIn('dev', [...others, 'aws_vpc.another'])).toEqual([
    expect.stringMatching(new RegExp(`^${first} is gone: the next apply would destroy it.* See "Rename a resource"`)),
    'aws_vpc.another is new: if it is to stay, it needs a line in __tests__/stacks/addresses/dev.txt.',
  ]);
});

it.each([
  ['aws_autoscaling_group.hosts', 'name_prefix', 229],
  ['aws_db_instance.profiles_database', 'identifier', 63],
  ['aws_db_parameter_group.profiles_database', 'name_prefix', 229],
  ['aws_db_subnet_group.profiles_database', 'name', 255],
  ['aws_iam_instance_profile.hosts', 'name', 128],
  ['aws_launch_template.hosts', 'name_prefix', 102],
  ['aws_iam_role.app_execution', 'name', 64],
  ['aws_iam_role.app_task', 'name', 64],
  ['aws_security_group.app', 'name_prefix', 100],
  ['aws_ecr_repository.images', 'name', 256],
  ['aws_ecs_cluster.cluster', 'name', 255],
  ['aws_ecs_service.app', 'name', 255],
  ['aws_ecs_task_definition.app', 'family', 255],
  ['aws_cloudwatch_log_group.app', 'name', 512],
  ['aws_dynamodb_table.entries', 'name', 255],
])('%s has a name that AWS takes, for the longest project and environment too', (address, attribute, limit) => {
  const longest = synthesized({ ...threeTiers, project: 'p'.repeat(32), name: 'e'.repeat(16) });
  expect(String(resource(longest, address)[attribute]).length).toBeLessThanOrEqual(limit);
});
