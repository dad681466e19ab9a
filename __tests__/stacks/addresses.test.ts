import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { complete } from '../support/stacks/fixture-bootstrap';
import { balanced, fixture, threeTiers } from '../support/stacks/fixture-environment';
import { resource, type SynthesizedStack, synthesized } from '../support/stacks/synthesized';
import { synthesizedBootstrap } from '../support/stacks/synthesized-bootstrap';

/** The stacks whose Terraform addresses are frozen. The file `addresses/<name>.txt` lists the addresses of a stack. */
const stacks: readonly (readonly [name: string, synthesize: () => SynthesizedStack])[] = [
  ['dev', () => synthesized()],
  ['staging', () => synthesized(balanced)],
  ['prod', () => synthesized(threeTiers)],
  ['staging-with-everything', () => synthesized(withEverything)],
  ['bootstrap', () => synthesizedBootstrap(complete)],
];

/** `staging` with a domain, Spot, ECS Exec, a secret and alarm emails. */
const withEverything = {
  ...balanced,
  ingress: { kind: 'load-balanced', domain: { name: 'app.example.com', zone: 'example.com' } },
  compute: { ...fixture.compute, spotPercent: 50 },
  app: { exec: true, secrets: { TOKEN: { secret: 'app/token' } } },
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
    // The lists also contain the `moved` blocks, which must stay, because a state may still contain the old address.
    ...moved.map(({ from, to }) => `moved ${from} to ${to}`),
  ].sort();
}

function typesAndNames(section: Record<string, object>, prefix = ''): string[] {
  return Object.entries(section).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${prefix}${type}.${name}`),
  );
}

/**
 * Compares the addresses of a stack with its frozen list. Returns a message for each difference. If the list does not exist, returns the
 * lines that it must contain.
 */
function changesIn(name: string, addresses: readonly string[]): string[] {
  const list = `__tests__/stacks/addresses/${name}.txt`;
  const file = path.join(__dirname, 'addresses', `${name}.txt`);
  if (!existsSync(file)) return [`${list} does not exist. Create it with these lines:`, ...addresses];
  const frozen = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return [
    ...frozen
      .filter((address) => !addresses.includes(address))
      .map(
        (address) =>
          `${address} is missing: the next apply would destroy it. If you renamed it, see "Rename a resource" in CONTRIBUTING.md. If you deleted it on purpose, remove its line from ${list}.`,
      ),
    ...addresses
      .filter((address) => !frozen.includes(address))
      .map((address) => `${address} is new. Add a line to ${list}.`),
  ];
}

/**
 * Terraform identifies a resource by its address. It destroys a renamed resource and creates a new one, unless the stack has a `moved`
 * block. The lists also contain the outputs and the variables, because scripts and people use their names.
 */
describe('Terraform addresses', () => {
  it.each(stacks)('of the stack %s match its frozen list', (name, synthesize) => {
    expect(changesIn(name, addressesOf(synthesize()))).toEqual([]);
  });

  it('have exactly one frozen list for each tested stack, and no other lists', () => {
    const lists = readdirSync(path.join(__dirname, 'addresses')).filter((file) => file.endsWith('.txt'));
    expect(lists.sort()).toEqual(stacks.map(([name]) => `${name}.txt`).sort());
  });
});

describe('Message about changed addresses', () => {
  it('contains the whole list if the file with the list is missing', () => {
    expect(changesIn('nowhere', ['aws_vpc.network'])).toEqual([
      '__tests__/stacks/addresses/nowhere.txt does not exist. Create it with these lines:',
      'aws_vpc.network',
    ]);
  });

  it('says that Terraform would destroy a missing address, and that a new address needs a line in the list', () => {
    const [first = '', ...others] = addressesOf(synthesized());
    expect(changesIn('dev', [...others, 'aws_vpc.another'])).toEqual([
      expect.stringMatching(
        new RegExp(`^${first} is missing: the next apply would destroy it.* see "Rename a resource"`),
      ),
      'aws_vpc.another is new. Add a line to __tests__/stacks/addresses/dev.txt.',
    ]);
  });
});

describe('Name in AWS', () => {
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
  ])(
    'of %s is not longer than AWS allows, even with the longest names of project and environment',
    (address, attribute, limit) => {
      const longest = synthesized({ ...threeTiers, project: 'p'.repeat(32), name: 'e'.repeat(16) });
      expect(String(resource(longest, address)[attribute]).length).toBeLessThanOrEqual(limit);
    },
  );
});
