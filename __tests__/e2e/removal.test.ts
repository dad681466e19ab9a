import type { Changes } from '../support/fixture-environment';
import { describeIf, terraform } from '../support/requirement';
import { synthesized } from '../support/synthesized';
import { type Configuration, createStack, type TerraformStack, writeConfiguration } from '../support/terraform';

const apply = ['apply', '-auto-approve'] as const;
const destroy = ['destroy', '-auto-approve'] as const;

/** What the synthesized stack says of these types alone; nothing in it depends on the rest. */
function stackWith(types: readonly string[], changes: Changes = {}): Configuration {
  const { provider, resource } = synthesized({ removal: 'protect', ...changes });
  return { provider, resource: Object.fromEntries(types.map((type) => [type, resource[type] ?? {}])) };
}

const dataTypes = ['aws_dynamodb_table', 'aws_ecr_repository'];
const types = [...dataTypes, 'aws_ecs_cluster'];

/** Terraform breaks the lines of its errors, and draws a frame around them. */
const unwrapped = (output: string) => output.replace(/[│\s]+/g, ' ');

/** The tests are one story: each begins where the one before has ended. */
describeIf(terraform, "what holds data, with removal: 'protect'", () => {
  let stack: TerraformStack;

  const inAws = () => dataTypes.filter((type) => stack.account.resources(type).length > 0);
  const inState = async () => (await stack.succeed('state', 'list')).trim();

  beforeAll(async () => {
    stack = await createStack(stackWith(types));
    await stack.succeed(...apply);
    const [repository] = stack.account.resources('aws_ecr_repository');
    stack.account.remember('aws_ecr_image', null, { id: 'sha256:1', repository_name: repository?.name ?? null });
  });

  afterAll(() => stack?.close());

  it('is not destroyed', async () => {
    const { exitCode, output } = await stack.run(...destroy);
    expect(exitCode).toBe(1);
    expect(output).toContain('Instance cannot be destroyed');
    expect(inAws()).toEqual(dataTypes);
  });

  it.each<[string, string, Changes]>([
    ['another name of the table', 'aws_dynamodb_table.entries', { table: { name: 'Another' } }],
    ['no block for the table', 'aws_dynamodb_table.entries', { table: undefined }],
    ['another project', 'aws_ecr_repository.images', { project: 'another' }],
  ])('cannot be planned with %s, which would replace %s', async (_change, address, changes) => {
    writeConfiguration(stack.folder, stackWith(types, changes));
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(unwrapped(output)).toContain(`Resource ${address} has lifecycle.prevent_destroy set`);
  });

  it('keeps its data when the blocks of it are deleted, and with them the protection of Terraform', async () => {
    writeConfiguration(stack.folder, stackWith(['aws_ecs_cluster']));
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

  it("goes when removal: 'destroy' was applied", async () => {
    await stack.succeed(...apply);
    await stack.succeed(...destroy);
    expect(inAws()).toEqual([]);
    expect(await inState()).toBe('');
  });
});
