import { describeIf, terraform } from '../../../__tests__/support/jest/requirement';
import { createStack, type TerraformStack, writeConfiguration } from '../../../__tests__/support/terraform/terraform';

const open: TerraformStack[] = [];

async function create(region: string): Promise<TerraformStack> {
  const stack = await createStack(repositoryIn(region));
  open.push(stack);
  return stack;
}

function repositoryIn(region: string) {
  return { provider: { aws: [{ region }] }, resource: { aws_ecr_repository: { images: { name: 'images' } } } };
}

describeIf(terraform, 'the region, with the offline provider', () => {
  afterEach(() => {
    for (const stack of open.splice(0)) stack.close();
  });

  it('replaces what it moves', async () => {
    const stack = await create('eu-central-1');
    await stack.succeed('apply', '-auto-approve');
    writeConfiguration(stack.folder, repositoryIn('eu-west-1'));
    expect(await stack.plan()).toEqual(['aws_ecr_repository.images: delete and create']);
  });

  it('is refused where it has not the form of one', async () => {
    const { exitCode, output } = await (await create('eu-central')).run('validate');
    expect(exitCode).toBe(1);
    expect(output).toContain('"eu-central" is no code of a region');
  });
});
