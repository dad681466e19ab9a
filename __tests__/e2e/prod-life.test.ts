import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Changes, fixture, threeTiers } from '../support/fixture-environment';
import { localConfiguration, withTypesOf } from '../support/local-configuration';
import { describeIf, terraform } from '../support/requirement';
import { createStack, type TerraformStack, writeConfiguration } from '../support/terraform';

const deploy = (digit: string) =>
  `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${digit.repeat(64)}`;
const apply = ['apply', '-auto-approve'] as const;

const onFargate: Changes = { ...threeTiers, compute: fixture.compute };
const onSpot: Changes = { ...threeTiers, compute: { ...fixture.compute, spotPercent: 50 } };
const inEveryZone: Changes = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } };

/** What is there only where the tasks have hosts, and what is there in their place. */
const ofHosts = ['aws_autoscaling_group', 'aws_ecs_capacity_provider'];
const ofJump = ['aws_instance'];

/** The tests are one story: each begins where the one before has ended. */
describeIf(terraform, 'the life of three tiers, with the real terraform', () => {
  let stack: TerraformStack;
  /** Everything that the runs have printed. */
  const printed: string[] = [];

  async function run(...args: readonly string[]): Promise<{ exitCode: number; output: string }> {
    const { exitCode, output } = await stack.run(...args);
    printed.push(output);
    return { exitCode, output };
  }

  async function succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await run(...args);
    expect(exitCode === 0 ? 'success' : output).toBe('success');
    return output;
  }

  async function expectNoChanges(): Promise<void> {
    const { exitCode, output } = await run('plan', '-detailed-exitcode');
    expect(exitCode === 0 ? 'no changes' : output).toBe('no changes');
  }

  /** Those of the types that the account holds something of. */
  function held(types: readonly string[]): string[] {
    return types.filter((type) => stack.account.resources(type).length > 0);
  }

  /** Of the service: what it starts its tasks on. */
  function startsOn(): string {
    const [{ launch_type, capacity_provider_strategy: strategy = [] } = {}] =
      stack.account.resources('aws_ecs_service');
    const providers = (strategy as { capacity_provider: string }[]).map(({ capacity_provider: name }) => name);
    return providers.map((name) => name.replace(/-0[0-9a-f]{16}$/, '')).join(' and ') || String(launch_type);
  }

  beforeAll(async () => {
    stack = await createStack(withTypesOf([threeTiers, onFargate].map(localConfiguration)));
    writeConfiguration(stack.folder, localConfiguration(threeTiers));
  });

  afterAll(() => stack?.close());

  it('applies before there is an image, with hosts and a database, and without tasks', async () => {
    await succeed(...apply);
    expect(held(['aws_autoscaling_group', 'aws_db_instance', 'aws_ecs_service'])).toEqual([
      'aws_autoscaling_group',
      'aws_db_instance',
    ]);
  });

  it('deploys an image onto its hosts', async () => {
    await succeed(...apply, deploy('1'));
    expect(startsOn()).toBe('eight-digit-prod-hosts');
  });

  it('plans no changes after that', expectNoChanges);

  it.each([
    ['goes to Fargate', onFargate, 'FARGATE', ofJump],
    ['goes back to hosts', threeTiers, 'eight-digit-prod-hosts', ofHosts],
    ['goes to Fargate Spot', onSpot, 'FARGATE and FARGATE_SPOT', ofJump],
    ['goes to hosts, with a NAT gateway in every zone', inEveryZone, 'eight-digit-prod-hosts', ofHosts],
  ])('%s in one apply, without what it had before', async (_change, changes, capacity, wanted) => {
    writeConfiguration(stack.folder, localConfiguration(changes));
    await succeed(...apply);
    expect(startsOn()).toBe(capacity);
    expect(held([...ofHosts, ...ofJump])).toEqual(wanted);
  });

  it('has a NAT gateway in every zone then, and plans no changes', async () => {
    expect(stack.account.resources('aws_nat_gateway')).toHaveLength(2);
    await expectNoChanges();
  });

  it('fails the apply when the schema cannot be migrated, and the image before goes on', async () => {
    // What ECS does when the container that migrates fails: the app's never starts.
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await run(...apply, deploy('2'));
    stack.account.deployments = 'succeed';
    expect(exitCode).toBe(1);
    expect(output).toContain('Resource postcondition failed');
    expect(stack.account.parameter('/eight-digit/prod/deployed/image')).toMatch(/1{64}$/);
  });

  it('settles on the image before with the next apply', async () => {
    await succeed(...apply);
    await expectNoChanges();
  });

  it('leaves no password in state, plans and outputs, nor in what it prints', async () => {
    await succeed('plan', '-out=all.tfplan', deploy('3'));
    const plan = await succeed('show', '-json', 'all.tfplan');
    const left = [...filesIn(stack.folder), ...printed];
    const state = left.find((text) => text.includes('"aws_db_instance"') && text.includes('"terraform_version"'));
    expect(state).toContain('master_user_secret');
    expect(left.filter((text) => text.includes(stack.account.databasePassword))).toEqual([]);
    expect([plan, state ?? ''].flatMap((text) => secretsIn(JSON.parse(text)))).toEqual([]);
  });

  it('is destroyed whole, in one go', async () => {
    await succeed('destroy', '-auto-approve');
    expect((await succeed('state', 'list')).trim()).toBe('');
    expect(held([...ofHosts, ...ofJump, 'aws_db_instance', 'aws_nat_gateway', 'aws_eip', 'aws_vpc'])).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

/** The values of whatever is called like a secret. */
function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string')
    return /(^|_)(password|password_wo|secret_string|private_key)$/.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, name));
  return Object.entries(value ?? {}).flatMap(([key, inner]) => secretsIn(inner, key));
}
