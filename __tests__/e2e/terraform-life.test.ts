import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFixtureProject } from '../support/commands/fixture-project';
import { describeIf, terraform } from '../support/jest/requirement';
import { complete } from '../support/stacks/fixture-bootstrap';
import { synthesized } from '../support/stacks/synthesized';
import { copyStack, type TestStack } from '../support/terraform/terraform';

const image = (digit: string) => `123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${digit.repeat(64)}`;
const deploy = (digit: string) => `-var=container_image=${image(digit)}`;
/** Applies without a refresh, which is needed only after changes by hand. The tests of such changes refresh the state. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

const warningIn = (output: string) => /added by hand: sgr-.*? Remove/s.exec(output)?.[0].replace(/\s+/g, ' ');

/** Each test continues from the result of the previous test. deploy.test.ts tests how a parked service starts again. */
describeIf(terraform, 'dev, with the real terraform:', () => {
  let stack: TestStack;

  /** Returns the image in the task definition of the service, or undefined if there is no service. */
  function runningImage(): string | undefined {
    const [service] = stack.account.resources('aws_ecs_service');
    const definitions = stack.account.resources('aws_ecs_task_definition');
    const definition = definitions.find(({ arn }) => arn === service?.task_definition);
    return JSON.parse(String(definition?.container_definitions ?? '[{}]'))[0].image;
  }

  async function expectNoChanges(): Promise<void> {
    const { exitCode, output } = await stack.run('plan', '-detailed-exitcode');
    expect(exitCode === 0 ? 'no changes' : output).toBe('no changes');
  }

  /** Returns the id of the first resource of this type whose name matches the pattern. */
  function idOf(type: string, name: RegExp): string {
    return String(stack.account.resources(type).find((resource) => name.test(String(resource.name)))?.id);
  }

  function addPolicies(): void {
    const role = 'eight-digit-dev-app-task';
    const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
    stack.account.remember('aws_iam_role_policy', null, { id: `${role}:by-hand`, role, name: 'by-hand' });
    stack.account.remember('aws_iam_role_policy_attachment', null, { id: 'by-hand', role, policy_arn: administrator });
  }

  /** Simulates a security group rule that was added by hand and opens port 22 to the internet. */
  function addRule(id: string, group: string): void {
    const ssh = { ip_protocol: 'tcp', from_port: 22, to_port: 22, cidr_ipv4: '0.0.0.0/0' };
    stack.account.remember('aws_vpc_security_group_ingress_rule', null, { id, security_group_id: group, ...ssh });
  }

  beforeAll(async () => {
    const project = createFixtureProject();
    try {
      stack = await copyStack(project.stack);
    } finally {
      project.remove();
    }
  });

  afterAll(() => stack?.close());

  it('the first apply, without an image, creates neither a task definition nor a service, and prints no warnings', async () => {
    expect(await stack.succeed(...apply)).not.toContain('Warning');
    const addresses = await stack.succeed('state', 'list');
    expect(addresses).toContain('aws_ecr_repository.');
    expect(addresses).not.toMatch(/aws_ecs_(service|task_definition)\./);
  });

  it('a plan fails if the image has a tag instead of a digest', async () => {
    const { exitCode, output } = await stack.run('plan', '-var=container_image=app:latest');
    expect(exitCode).toBe(1);
    expect(output).toContain('Invalid value for variable');
  });

  it('an apply fails if the first deployment is unhealthy, and the next apply deletes the service', async () => {
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await stack.run(...apply, deploy('9'));
    stack.account.deployments = 'succeed';
    expect(exitCode).toBe(1);
    expect(output).toContain('No rollback candidate was found');
    await stack.succeed(...apply);
    expect(stack.account.resources('aws_ecs_service')).toEqual([]);
  });

  it('an apply with the digest of an image creates a task definition and a service', async () => {
    const output = await stack.succeed(...apply, deploy('1'));
    expect(output).toMatch(/aws_ecs_task_definition\.\S+ will be created/);
    expect(output).toMatch(/aws_ecs_service\.\S+ will be created/);
    expect(runningImage()).toBe(image('1'));
  });

  it('a plan without the variable container_image shows no changes', expectNoChanges);

  it.each([
    [
      'and the error contains the reason',
      'roll back',
      '2',
      'Service deployment rolled back because the circuit breaker threshold was exceeded.',
    ],
    ['even if the provider does not notice the rollback', 'roll back unseen', '4', 'Resource postcondition failed'],
  ] as const)('an apply fails if ECS rolls the deployment back, %s', async (_how, deployments, digit, message) => {
    stack.account.deployments = deployments;
    const { exitCode, output } = await stack.run(...apply, deploy(digit));
    stack.account.deployments = 'succeed';
    expect(exitCode).toBe(1);
    expect(output.replace(/[│\s]+/g, ' ')).toContain(message);
  });

  it('an apply without the variable container_image restores the last healthy image', async () => {
    await stack.succeed(...apply);
    expect(runningImage()).toBe(image('1'));
  });

  it('one apply deploys another image, and adds a permissions boundary to the existing roles', async () => {
    writeFileSync(join(stack.folder, 'cdk.tf.json'), JSON.stringify(synthesized({}, complete)));
    const output = await stack.succeed(...apply, deploy('3'));
    expect(runningImage()).toBe(image('3'));
    expect(output).toMatch(/aws_iam_role\.app_task will be updated in-place/);
    const boundaries = stack.account.resources('aws_iam_role').map((role) => role.permissions_boundary);
    expect([...new Set(boundaries)]).toEqual(['arn:aws:iam::123456789012:policy/eight-digit-bootstrap-dev-boundary']);
  });

  it('parking dev deletes the task definition and the service, and the next plan shows no changes', async () => {
    await stack.succeed(...apply, '-var=container_image=none');
    expect(await stack.succeed('state', 'list')).not.toMatch(/aws_ecs_(service|task_definition)\./);
    await expectNoChanges();
  });

  it('a plan reports policies, security group rules and routes that were added by hand', async () => {
    const [table] = stack.account.resources('aws_route_table');
    const [unused] = stack.account.resources('aws_default_security_group');
    addPolicies();
    addRule('sgr-unused', String(unused?.id));
    addRule('sgr-app', idOf('aws_security_group', /-app-/));
    const route = { route_table_id: table?.id ?? null, destination_cidr_block: '10.9.0.0/16' };
    stack.account.remember('aws_route', null, { id: 'r-by-hand', ...route });
    const { exitCode, output } = await stack.run('plan', '-detailed-exitcode');
    expect(exitCode).toBe(2);
    expect(warningIn(output)).toBe('added by hand: sgr-app, sgr-unused. Remove');
    expect(output).toMatch(/~ added_by_hand += \[\n +\+ "10\.9\.0\.0\/16",\n +\+ "sgr-app",/);
    for (const address of [
      'aws_iam_role_policies_exclusive.app_task',
      'aws_iam_role_policy_attachments_exclusive.app_task',
      'aws_default_security_group.network',
    ]) {
      expect(output).toContain(`${address} will be updated in-place`);
    }
  });

  it('an apply deletes policies added by hand, and rules added by hand to a security group that must have no rules', async () => {
    await stack.succeed('apply', '-auto-approve');
    const remaining = ['aws_iam_role_policy', 'aws_iam_role_policy_attachment', 'aws_vpc_security_group_ingress_rule']
      .flatMap((type) => stack.account.resources(type))
      .map(({ id }) => String(id));
    expect(remaining.filter((id) => id.includes('by-hand') || id === 'sgr-unused')).toEqual([]);
    expect(remaining).toContain('sgr-app');
  });

  it('each plan warns about rules added by hand to another security group, until these rules are removed', async () => {
    const output = await stack.succeed('plan');
    expect(warningIn(output)).toBe('added by hand: sgr-app. Remove');
    stack.account.remember('aws_vpc_security_group_ingress_rule', { id: 'sgr-app' }, null);
    stack.account.remember('aws_route', { id: 'r-by-hand' }, null);
    await stack.succeed('apply', '-auto-approve');
    await expectNoChanges();
  });

  it('terraform destroy deletes all resources of dev, even with policies that were added by hand', async () => {
    addPolicies();
    await stack.succeed('destroy', '-auto-approve', '-refresh=false');
    expect((await stack.succeed('state', 'list')).trim()).toBe('');
  });
});
