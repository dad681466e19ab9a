import { describeIf, terraform } from '../support/jest/requirement';
import { balanced } from '../support/stacks/fixture-environment';
import { localConfiguration } from '../support/terraform/local-configuration';
import { createStack, type OfflineStack } from '../support/terraform/terraform';

const deploy = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Nobody but Terraform changes anything here, so only the plans look whether somebody did. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/** What is there only while an image runs. */
const running = [
  'aws_appautoscaling_policy',
  'aws_appautoscaling_target',
  'aws_cloudwatch_metric_alarm',
  'aws_ecs_service',
];

/**
 * The tests are one story: each begins where the one before has ended. What an image does in any environment, the life of dev
 * shows.
 */
describeIf(terraform, 'the life of a balanced environment, with the real terraform', () => {
  let stack: OfflineStack;

  /** Those types of what runs that the account holds. */
  function runningTypes(): string[] {
    return running.filter((type) => stack.account.resources(type).length > 0);
  }

  beforeAll(async () => {
    stack = await createStack(localConfiguration(balanced));
  });

  afterAll(() => stack?.close());

  it.each([
    ['no default VPC', 'none', 'This account has no default VPC in this region.'],
    ['one default subnet', { subnets: 1 }, 'default subnets in fewer than two zones'],
  ] as const)('says what to do in an account with %s', async (_what, defaultVpc, says) => {
    stack.account.defaultVpc = defaultVpc;
    const { exitCode, output } = await stack.run('plan');
    stack.account.defaultVpc = { subnets: 3 };
    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain(says);
  });

  it('applies before there is an image, without anything that scales or rings', async () => {
    await stack.succeed(...apply);
    expect(runningTypes()).toEqual([]);
  });

  it('deploys an image, with what scales it and what rings', async () => {
    await stack.succeed(...apply, deploy);
    expect(runningTypes()).toEqual(running);
  });

  it('parks with none: nothing scales or rings any more', async () => {
    await stack.succeed(...apply, '-var=container_image=none');
    expect(runningTypes()).toEqual([]);
  });

  it('returns from that with the fewest tasks', async () => {
    await stack.succeed(...apply, deploy);
    expect(runningTypes()).toEqual(running);
    const [service] = stack.account.resources('aws_ecs_service');
    expect(service?.desired_count).toBe(balanced.scale.min);
  });

  it('is destroyed whole', async () => {
    await stack.succeed('destroy', '-auto-approve', '-refresh=false');
    expect(JSON.parse(String(stack.states.at(-1))).resources).toEqual([]);
  });
});
