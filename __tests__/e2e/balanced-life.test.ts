import { explainError } from '../../tools/terraform/terraform-error';
import { describeIf, terraform } from '../support/jest/requirement';
import { balanced, type Changes } from '../support/stacks/fixture-environment';
import { localConfiguration } from '../support/terraform/local-configuration';
import { createStack, type TestStack, writeConfiguration } from '../support/terraform/terraform';

const deploy = `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${'1'.repeat(64)}`;
/** Applies without a refresh, because only Terraform changes the resources in these tests. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/** Settings that replace the app with the user's own container. The container has secrets, and needs no table. */
const anotherApp = {
  table: 'none',
  app: {
    container: { port: 8080, healthPath: '/healthz' },
    secrets: { API_KEY: { parameter: '/api-key' }, TOKEN: { secret: 'app/token', key: 'token' } },
  },
} as const;

const settings: Changes = { ...balanced, ...anotherApp };

/** The types of resources that exist only while an image is deployed. */
const runtimeTypes = [
  'aws_appautoscaling_policy',
  'aws_appautoscaling_target',
  'aws_cloudwatch_metric_alarm',
  'aws_ecs_service',
];

/** Each test continues from the result of the previous test. prod-life.test.ts tests a first apply without an image. */
describeIf(terraform, "Load-balanced environment with the user's own container, with the real terraform:", () => {
  let stack: TestStack;

  /** Returns the resource types of `runtimeTypes` that exist in the account. */
  function existingTypes(): string[] {
    return runtimeTypes.filter((type) => stack.account.resources(type).length > 0);
  }

  beforeAll(async () => {
    stack = await createStack(localConfiguration(settings));
    // The plans before the first apply omit the alarms, which account for nearly half of a plan's run time.
    writeConfiguration(stack.folder, localConfiguration({ ...settings, monitoring: undefined }));
  });

  afterAll(() => stack?.close());

  it.each([
    ['no default VPC', 'none', 'This account has no default VPC in this region.'],
    ['one default subnet', { subnets: 1 }, 'default subnets in fewer than two zones'],
  ] as const)(
    'a plan fails if the account has %s, and the error names the cause',
    async (_what, defaultVpc, message) => {
      stack.account.defaultVpc = defaultVpc;
      const { exitCode, output } = await stack.run('plan');
      stack.account.defaultVpc = { subnets: 3 };
      expect(exitCode).toBe(1);
      expect(output.replace(/\s+/g, ' ')).toContain(message);
    },
  );

  it('a plan fails if a parameter and a secret do not exist, and the error names both', async () => {
    stack.account.found = { parameter: 'missing', secret: 'missing' };
    const { exitCode, output } = await stack.run('plan');
    expect(exitCode).toBe(1);
    expect(explainError(output, { folder: '/stacks/staging', state: 'local' })?.split('\n').sort()).toEqual([
      'app.secrets.API_KEY: /api-key does not exist. To create it: npm run secret staging API_KEY',
      'app.secrets.TOKEN: app/token does not exist. To create it: npm run secret staging TOKEN',
    ]);
  });

  it.each([
    ['succeeds', 'the AWS managed key', 'alias/aws/secretsmanager', 0],
    ['fails', 'a customer managed key', 'arn:aws:kms:eu-central-1:123456789012:key/1', 1],
  ])('a plan %s if a secret is encrypted with %s', async (_outcome, _key, secret, expected) => {
    stack.account.found = { parameter: 'exists', secret };
    const { exitCode, output } = await stack.run('plan');
    stack.account.found = { parameter: 'exists', secret: null };
    expect(exitCode).toBe(expected);
    const message = 'app.secrets.TOKEN: the secret app/token is encrypted with a customer managed KMS key';
    expect(output.replace(/\s+/g, ' ').includes(message)).toBe(expected === 1);
  });

  it('the first apply, with an image, creates autoscaling, alarms and a service with the minimum number of tasks', async () => {
    writeConfiguration(stack.folder, localConfiguration(settings));
    await stack.succeed(...apply, deploy);
    expect(existingTypes()).toEqual(runtimeTypes);
    const [service] = stack.account.resources('aws_ecs_service');
    expect(service?.desired_count).toBe(balanced.scale.min);
  });

  it('a plan for parking the environment would delete the service, its autoscaling and its alarms', async () => {
    const changes = await stack.plan('-refresh=false', '-var=container_image=none');
    const deleted = changes.filter((change) => change.endsWith(': delete')).map((change) => change.split('.')[0] ?? '');
    expect(deleted).toEqual(expect.arrayContaining(runtimeTypes));
  });

  it('neither a state nor a plan contains the value of a parameter, not even encrypted', async () => {
    await stack.succeed('plan', '-out=test.tfplan', deploy);
    const texts = [await stack.succeed('show', '-json', 'test.tfplan'), ...stack.states];
    for (const value of ['ciphertext', stack.account.parameterValue]) expect(texts.join()).not.toContain(value);
  });

  it('terraform destroy deletes all resources of the environment', async () => {
    await stack.succeed('destroy', '-auto-approve', '-refresh=false');
    expect(JSON.parse(String(stack.states.at(-1))).resources).toEqual([]);
  });
});
