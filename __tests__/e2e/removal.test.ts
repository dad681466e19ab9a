import { type Changes, fixture, threeTiers } from '../support/fixture-environment';
import { describeIf, terraform } from '../support/requirement';
import { synthesized } from '../support/synthesized';
import { type Configuration, createStack, type TerraformStack, writeConfiguration } from '../support/terraform';

const apply = ['apply', '-auto-approve'] as const;
const destroy = ['destroy', '-auto-approve'] as const;

/** The resources of these types of the synthesized stack, and the data it reads; neither depends on the rest. */
function stackWith(types: readonly string[], changes: Changes = {}): Configuration {
  const { provider, resource, data, locals } = synthesized({ ...threeTiers, removal: 'protect', ...changes });
  const { aws_ssm_parameter: { removal } = {}, ...others } = resource;
  return {
    provider,
    resource: {
      ...Object.fromEntries(types.map((type) => [type, others[type] ?? {}])),
      ...(types.includes('aws_ssm_parameter') && { aws_ssm_parameter: { removal: { ...removal, depends_on: [] } } }),
    },
    data: {
      aws_caller_identity: data.aws_caller_identity,
      aws_ssm_parameters_by_path: { removal: data.aws_ssm_parameters_by_path?.removal },
    },
    locals: { removal_present: locals.removal_present },
  };
}

const dataTypes = ['aws_dynamodb_table', 'aws_ecr_repository'];
const appliedBefore = [...dataTypes, 'aws_ecs_cluster'];
const types = [...appliedBefore, 'aws_ssm_parameter'];

/** Terraform breaks the lines of its errors, and draws a frame around them. */
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

/** The tests are one story: each begins where the one before has ended. */
describeIf(terraform, "what holds data, with removal: 'protect'", () => {
  let stack: TerraformStack;

  const inAws = () => dataTypes.filter((type) => stack.account.resources(type).length > 0);
  const inState = async () => (await stack.succeed('state', 'list')).trim();

  beforeAll(async () => {
    stack = await createStack(stackWith(types));
    writeConfiguration(stack.folder, stackWith(appliedBefore));
    await stack.succeed(...apply);
    const [repository] = stack.account.resources('aws_ecr_repository');
    stack.account.remember('aws_ecr_image', null, { id: 'sha256:1', repository_name: repository?.name ?? null });
  });

  afterAll(() => stack?.close());

  it('is recorded by the next apply of a stack that was applied without a record', async () => {
    writeConfiguration(stack.folder, stackWith(types));
    await stack.succeed(...apply);
    const recorded = stack.account.parameter('/eight-digit/prod/removal/protected');
    expect(JSON.parse(String(recorded))).toEqual(
      [...profiles, ...loadBalancer, 'repository eight-digit-prod-app', 'table eight-digit-prod-entries'].sort(),
    );
  });

  it('is not destroyed', async () => {
    const { exitCode, output } = await stack.run(...destroy);
    expect(exitCode).toBe(1);
    expect(output).toContain('Instance cannot be destroyed');
    expect(inAws()).toEqual(dataTypes);
  });

  it.each<[string, string, Changes]>([
    ['another name of the table', 'aws_dynamodb_table.entries', { table: { name: 'Another' } }],
    ['another project', 'aws_ecr_repository.images', { project: 'another' }],
    ['another region', 'aws_ecr_repository.images', { region: 'eu-west-1' }],
  ])('cannot be planned with %s, which would replace %s', async (_change, address, changes) => {
    writeConfiguration(stack.folder, stackWith(types, changes));
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain(`Resource ${address} has lifecycle.prevent_destroy set`);
  });

  it.each<[string, Changes, string[]]>([
    ['profiles', withoutProfiles, profiles],
    ['the load balancer', direct, [...loadBalancer, ...profiles].sort()],
    ['profiles and protection in one step', { ...withoutProfiles, removal: 'destroy' }, profiles],
  ])('is named by a plan that is refused, if the configuration loses %s', async (_part, changes, deleted) => {
    writeConfiguration(stack.folder, stackWith(types, changes));
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain(
      `This plan would delete what removal: 'protect' keeps: ${deleted.join(', ')}. To delete it on purpose: restore the previous configuration, write removal: 'destroy'`,
    );
  });

  it('keeps its data when the blocks of it are deleted, and with them the protection of Terraform', async () => {
    writeConfiguration(stack.folder, stackWith(['aws_ecs_cluster', 'aws_ssm_parameter']));
    const { exitCode, output } = await stack.run(...apply);
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain("can't be deleted while DeletionProtectionEnabled is set");
    expect(unwrapped(output)).toContain('RepositoryNotEmptyException');
    expect(inAws()).toEqual(dataTypes);
    expect((await inState()).split('\n')).toEqual(
      expect.arrayContaining(['aws_dynamodb_table.entries', 'aws_ecr_repository.images']),
    );
  });

  it("keeps its data when removal: 'destroy' was written and not applied", async () => {
    writeConfiguration(stack.folder, stackWith(types, { removal: 'destroy' }));
    const { exitCode } = await stack.run(...destroy);
    expect(exitCode).toBe(1);
    expect(inAws()).toEqual(dataTypes);
  });

  it("can be deleted in part and as a whole after removal: 'destroy' was applied", async () => {
    await stack.succeed(...apply);
    writeConfiguration(stack.folder, stackWith(types, { ...withoutProfiles, removal: 'destroy' }));
    expect(await stack.plan()).toContain('aws_dynamodb_table.profiles_uploads: delete');
    await stack.succeed(...destroy);
    expect(inAws()).toEqual([]);
    expect(await inState()).toBe('');
  });
});
