import { describeIf, terraform } from '../support/jest/requirement';
import { type Changes, fixture } from '../support/stacks/fixture-environment';
import { protectedStack } from '../support/stacks/protected-stack';
import { createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const apply = ['apply', '-auto-approve'] as const;
const destroy = ['destroy', '-auto-approve'] as const;

const dataTypes = ['aws_dynamodb_table', 'aws_ecr_repository'];
const appliedBefore = [...dataTypes, 'aws_ecs_cluster'];
const types = [...appliedBefore, 'aws_ssm_parameter'];

/** Removes the line breaks and the frame that Terraform adds to error messages. */
const unwrapped = (output: string) => output.replace(/[│\s]+/g, ' ');

const profiles = [
  'bucket eight-digit-prod-uploads-123456789012-eu-central-1',
  'database eight-digit-prod-database',
  'table eight-digit-prod-uploads',
];
const loadBalancer = ['load balancer eight-digit-prod-app'];
const withoutProfiles: Changes = { profiles: undefined };
const direct: Changes = {
  profiles: undefined,
  network: fixture.network,
  compute: fixture.compute,
  ingress: { kind: 'direct' },
  scale: { kind: 'fixed', tasks: 2 },
};

/** Each test continues from the result of the previous test. */
describeIf(terraform, "Stack with data and removal: 'protect'", () => {
  let stack: TestStack;

  const inAws = () => dataTypes.filter((type) => stack.account.resources(type).length > 0);
  const inState = async () => (await stack.succeed('state', 'list')).trim();

  beforeAll(async () => {
    stack = await createStack(protectedStack(types));
    writeConfiguration(stack.folder, protectedStack(appliedBefore));
    await stack.succeed(...apply);
    const [repository] = stack.account.resources('aws_ecr_repository');
    stack.account.remember('aws_ecr_image', null, { id: 'sha256:1', repository_name: repository?.name ?? null });
  });

  afterAll(() => stack?.close());

  it('an apply records the protected resources of a stack that has no removal record', async () => {
    writeConfiguration(stack.folder, protectedStack(types));
    await stack.succeed(...apply);
    const recorded = stack.account.parametersUnder('/eight-digit/prod/removal/protected', false);
    expect(recorded.map(([, label]) => label).sort()).toEqual(
      [...profiles, ...loadBalancer, 'repository eight-digit-prod-app', 'table eight-digit-prod-entries'].sort(),
    );
  });

  it('terraform destroy fails for a protected stack, and AWS keeps its data', async () => {
    const { exitCode, output } = await stack.run(...destroy);
    expect(exitCode).toBe(1);
    expect(output).toContain('Instance cannot be destroyed');
    expect(inAws()).toEqual(dataTypes);
  });

  it.each<[string, string, Changes]>([
    ['another table name', 'aws_dynamodb_table.entries', { table: { name: 'Another' } }],
    ['another project', 'aws_ecr_repository.images', { project: 'another' }],
    ['another region', 'aws_ecr_repository.images', { region: 'eu-west-1' }],
  ])('a plan with %s fails, because it would replace the protected resource %s', async (_change, address, changes) => {
    writeConfiguration(stack.folder, protectedStack(types, changes));
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain(`Resource ${address} has lifecycle.prevent_destroy set`);
  });

  it.each<[string, Changes, string[]]>([
    ['profiles', withoutProfiles, profiles],
    ['the load balancer', direct, [...loadBalancer, ...profiles].sort()],
    ['profiles and protection in one step', { ...withoutProfiles, removal: 'destroy' }, profiles],
  ])(
    'a plan without %s fails, and the error lists the protected resources that it would delete',
    async (_part, changes, deleted) => {
      writeConfiguration(stack.folder, protectedStack(types, changes));
      const { exitCode, output } = await stack.run('plan');
      expect(exitCode).toBe(1);
      expect(unwrapped(output)).toContain(
        `This plan would delete resources that removal: 'protect' protects: ${deleted.join(', ')}. To delete them on purpose, restore the previous configuration, set removal: 'destroy'`,
      );
    },
  );

  it('an apply fails if the resource blocks with prevent_destroy were deleted, because AWS also protects the data', async () => {
    writeConfiguration(stack.folder, protectedStack(['aws_ecs_cluster', 'aws_ssm_parameter']));
    const { exitCode, output } = await stack.run(...apply);
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain("can't be deleted while DeletionProtectionEnabled is set");
    expect(unwrapped(output)).toContain('RepositoryNotEmptyException');
    expect(inAws()).toEqual(dataTypes);
    expect((await inState()).split('\n')).toEqual(
      expect.arrayContaining(['aws_dynamodb_table.entries', 'aws_ecr_repository.images']),
    );
  });

  it("a plan can delete the resources of profiles after an apply with removal: 'destroy'", async () => {
    writeConfiguration(stack.folder, protectedStack(types, { removal: 'destroy' }));
    await stack.succeed(...apply);
    writeConfiguration(stack.folder, protectedStack(types, { ...withoutProfiles, removal: 'destroy' }));
    expect(await stack.plan()).toContain('aws_dynamodb_table.profiles_uploads: delete');
  });
});

describeIf(terraform, "Failed addition of a load balancer, with removal: 'protect'", () => {
  // AWS rejects a load balancer with access logs if the bucket for the logs has no policy that allows writing to it.
  const failing = [...dataTypes, 'aws_s3_bucket', 'aws_lb', 'aws_ssm_parameter'];
  const succeeding = [...failing, 'aws_s3_bucket_policy'];
  const before: Changes = { ...fixture, removal: 'protect', profiles: undefined, monitoring: undefined };
  const after: Changes = { ...before, ingress: { kind: 'load-balanced' } };
  let stack: TestStack;

  const recorded = () =>
    stack.account.parametersUnder('/eight-digit/dev/removal/protected', false).map(([, label]) => label.split(' ')[0]);

  beforeAll(async () => {
    stack = await createStack(protectedStack(succeeding, after));
    writeConfiguration(stack.folder, protectedStack(failing, before));
    await stack.succeed(...apply);
    writeConfiguration(stack.folder, protectedStack(failing, after));
  });

  afterAll(() => stack?.close());

  it('after the failed apply, the removal record contains neither missing resources nor the empty bucket for access logs', async () => {
    const { exitCode, output } = await stack.run(...apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('Access Denied for bucket');
    expect(stack.account.resources('aws_s3_bucket')).toHaveLength(1);
    expect(recorded()).toEqual(['repository', 'table']);
  });

  it('a plan can undo the failed addition of a load balancer', async () => {
    writeConfiguration(stack.folder, protectedStack(failing, before));
    expect(await stack.plan()).toEqual(['aws_s3_bucket.load_balancer_access_logs: delete']);
  });

  it('a plan cannot undo the addition of a load balancer after a later apply has succeeded', async () => {
    writeConfiguration(stack.folder, protectedStack(succeeding, after));
    await stack.succeed(...apply);
    expect(recorded()).toEqual(['bucket', 'load', 'repository', 'table']);
    writeConfiguration(stack.folder, protectedStack(failing, before));
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toMatch(
      /protects: bucket eight-digit-dev-access-logs-\S+, load balancer eight-digit-dev-app\./,
    );
  });
});
