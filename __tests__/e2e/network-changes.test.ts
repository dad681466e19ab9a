import type { DedicatedNetwork } from '../../stacks/environment';
import { describeIf, terraform } from '../support/requirement';
import { synthesized } from '../support/synthesized';
import { type Configuration, createStack, type TerraformStack, writeConfiguration } from '../support/terraform';

const deploy = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Nobody but Terraform changes anything here, so only the plans look whether somebody did. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/** The synthesized stack with this network; its state stays in the test's folder. */
function stackWith(cidr: string, publicSubnets: DedicatedNetwork['publicSubnets']): Configuration {
  const { terraform: settings, ...stack } = synthesized({ network: { kind: 'dedicated', cidr, publicSubnets } });
  return { ...stack, terraform: { required_providers: settings.required_providers } };
}

const zones = { a: '10.0.1.0/24', b: '10.0.2.0/24', c: '10.0.3.0/24' };

/**
 * The stand-in refuses to delete what the service still uses, as AWS does after half an hour. The tests are one story:
 * each begins where the one before has ended.
 */
describeIf(terraform, 'the network of a running service', () => {
  let stack: TerraformStack;

  async function expectNoChanges(): Promise<void> {
    const { exitCode, output } = await stack.run('plan', '-detailed-exitcode');
    expect(exitCode === 0 ? 'no changes' : output).toBe('no changes');
  }

  beforeAll(async () => {
    stack = await createStack(stackWith('10.0.0.0/16', zones));
  });

  afterAll(() => stack?.close());

  it('is all that stays of a first deployment that never becomes healthy, after an apply that names no image', async () => {
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await stack.run(...apply, deploy);
    stack.account.deployments = 'succeed';
    expect(exitCode).toBe(1);
    expect(output).toContain('No rollback candidate was found');
    await stack.succeed(...apply);
    await expectNoChanges();
    expect(stack.account.resources('aws_ecs_service')).toEqual([]);
  });

  it('takes a deployment that does', async () => {
    await stack.succeed(...apply, deploy);
    expect(stack.account.resources('aws_ecs_service')).toHaveLength(1);
  });

  it.each([
    ['loses a zone', stackWith('10.0.0.0/16', { a: zones.a, b: zones.b })],
    [
      'has another zone in the place of one, and another CIDR block in the other',
      stackWith('10.0.0.0/16', { a: '10.0.4.0/24', c: zones.c }),
    ],
    ['has another CIDR block as a whole', stackWith('10.1.0.0/16', { a: '10.1.1.0/24', b: '10.1.2.0/24' })],
  ])('%s in one apply', async (_change, configuration) => {
    writeConfiguration(stack.folder, configuration);
    await stack.succeed(...apply);
    await expectNoChanges();
  });

  it('cannot give the addresses of one zone to another while tasks use them', async () => {
    writeConfiguration(stack.folder, stackWith('10.1.0.0/16', { a: '10.1.1.0/24', c: '10.1.2.0/24' }));
    const { exitCode, output } = await stack.run(...apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('InvalidSubnet.Conflict');
  });

  it('is destroyed whole', async () => {
    await stack.succeed('destroy', '-auto-approve', '-refresh=false');
    expect(JSON.parse(String(stack.states.at(-1))).resources).toEqual([]);
  });
});
