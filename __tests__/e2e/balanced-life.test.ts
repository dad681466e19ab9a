import { explainError } from '../../tools/terraform/terraform-error';
import { describeIf, terraform } from '../support/jest/requirement';
import { balanced } from '../support/stacks/fixture-environment';
import { localConfiguration } from '../support/terraform/local-configuration';
import { createStack, type TestStack } from '../support/terraform/terraform';

const deploy = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Only Terraform changes resources here, so an apply need not refresh them. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/** The user's own container with secrets, which needs no table. */
const anotherApp = {
  table: 'none',
  app: {
    container: { port: 8080, healthPath: '/healthz' },
    secrets: { API_KEY: { parameter: '/api-key' }, TOKEN: { secret: 'app/token', key: 'token' } },
  },
} as const;

/** The resource types that exist only while an image runs. */
const runtimeTypes = [
  'aws_appautoscaling_policy',
  'aws_appautoscaling_target',
  'aws_cloudwatch_metric_alarm',
  'aws_ecs_service',
];

/** Each test continues from the result of the one before. prod-life.test.ts tests the first apply without an image. */
describeIf(terraform, 'Load-balanced environment with another app, with the real terraform,', () => {
  let stack: TestStack;

  /** Returns the runtime types of which the account has resources. */
  function existingTypes(): string[] {
    return runtimeTypes.filter((type) => stack.account.resources(type).length > 0);
  }

  beforeAll(async () => {
    stack = await createStack(localConfiguration({ ...balanced, ...anotherApp }));
  });

  afterAll(() => stack?.close());

  it.each([
    ['no default VPC', 'none', 'This account has no default VPC in this region.'],
    ['one default subnet', { subnets: 1 }, 'default subnets in fewer than two zones'],
  ] as const)('fails the plan with a remedy in an account with %s', async (_what, defaultVpc, message) => {
    stack.account.defaultVpc = defaultVpc;
    const { exitCode, output } = await stack.run('plan');
    stack.account.defaultVpc = { subnets: 3 };
    expect(exitCode).toBe(1);
    expect(output.replace(/\s+/g, ' ')).toContain(message);
  });

  it('fails the plan if a parameter and a secret do not exist, and names both', async () => {
    stack.account.found = { parameter: 'missing', secret: 'missing' };
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(explainError(output, { folder: '/stacks/staging', state: 'local' })?.split('\n').sort()).toEqual([
      'app.secrets.API_KEY: /api-key does not exist. To create it: npm run secret staging API_KEY',
      'app.secrets.TOKEN: app/token does not exist. To create it: npm run secret staging TOKEN',
    ]);
  });

  it.each([
    ['accepts', 'the alias of', 'alias/aws/secretsmanager', 0],
    ['fails for', 'a key other than', 'arn:aws:kms:eu-central-1:123456789012:key/1', 1],
  ])('%s a secret with %s the AWS managed key', async (_verb, _what, secret, expected) => {
    stack.account.found = { parameter: 'exists', secret };
    const { exitCode, output } = await stack.run('plan');
    stack.account.found = { parameter: 'exists', secret: null };
    expect(exitCode).toBe(expected);
    const message = 'app.secrets.TOKEN: the secret app/token is encrypted with a customer managed KMS key';
    expect(output.replace(/\s+/g, ' ').includes(message)).toBe(expected === 1);
  });

  it('can be applied with an image at once, and then has autoscaling, alarms and the minimum number of tasks', async () => {
    await stack.succeed(...apply, deploy);
    expect(existingTypes()).toEqual(runtimeTypes);
    const [service] = stack.account.resources('aws_ecs_service');
    expect(service?.desired_count).toBe(balanced.scale.min);
  });

  it('has neither autoscaling nor alarms while it is parked', async () => {
    const changes = await stack.plan('-refresh=false', '-var=container_image=none');
    const deleted = changes.filter((change) => change.endsWith(': delete')).map((change) => change.split('.')[0] ?? '');
    expect(deleted).toEqual(expect.arrayContaining(runtimeTypes));
  });

  it('has the value of a parameter in no state and no plan, not even encrypted', async () => {
    await stack.succeed('plan', '-out=test.tfplan', deploy);
    const texts = [await stack.succeed('show', '-json', 'test.tfplan'), ...stack.states];
    for (const value of ['ciphertext', stack.account.parameterValue]) expect(texts.join()).not.toContain(value);
  });

  it('can be destroyed completely', async () => {
    await stack.succeed('destroy', '-auto-approve', '-refresh=false');
    expect(JSON.parse(String(stack.states.at(-1))).resources).toEqual([]);
  });
});
