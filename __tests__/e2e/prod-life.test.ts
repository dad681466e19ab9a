import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeIf, terraform } from '../support/jest/requirement';
import { type Changes, threeTiers } from '../support/stacks/fixture-environment';
import { localConfiguration } from '../support/terraform/local-configuration';
import { createStack, type TestStack } from '../support/terraform/terraform';

const deploy = (digit: string) =>
  `-var=container_image=123456789012.dkr.ecr.eu-central-1.amazonaws.com/app@sha256:${digit.repeat(64)}`;
/** Applies without a refresh, because only Terraform changes the resources in these tests. */
const apply = ['apply', '-auto-approve', '-refresh=false'] as const;

/**
 * The settings of prod without the firewall and monitoring. Other tests cover those two, and they would double the run time of each
 * command.
 */
const onHosts: Changes = {
  ...threeTiers,
  ingress: { kind: 'load-balanced', cdn: {} },
  monitoring: undefined,
};
/** Each test continues from the result of the previous test. */
describeIf(terraform, 'Three-tier environment, with the real terraform:', () => {
  let stack: TestStack;
  /** The output of all commands. The last test checks that it does not contain the database password. */
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

  /** Returns those of the given resource types that exist in the account. */
  function existing(types: readonly string[]): string[] {
    return types.filter((type) => stack.account.resources(type).length > 0);
  }

  beforeAll(async () => {
    stack = await createStack(localConfiguration(onHosts));
  });

  afterAll(() => stack?.close());

  it('the first apply, without an image, creates EC2 hosts and a database, but neither a service nor its autoscaling', async () => {
    await succeed(...apply);
    const types = ['aws_autoscaling_group', 'aws_db_instance', 'aws_ecs_service', 'aws_appautoscaling_target'];
    expect(existing(types)).toEqual(['aws_autoscaling_group', 'aws_db_instance']);
  });

  it('the plan of a deployment contains no password', async () => {
    await succeed('plan', '-refresh=false', '-out=deploy.tfplan', deploy('1'));
    const plan = await succeed('show', '-json', 'deploy.tfplan');
    expect(plan).toContain('manage_master_user_password');
    expect(secretsIn(JSON.parse(plan))).toEqual([]);
  });

  it('an apply of the saved plan deploys the image on the EC2 hosts', async () => {
    await succeed('apply', 'deploy.tfplan');
    expect(stack.account.resources('aws_ecs_service')).toMatchObject([
      { capacity_provider_strategy: [{ capacity_provider: 'eight-digit-prod-hosts' }] },
    ]);
  });

  it('an apply fails if the database migration fails, and the previous image stays deployed', async () => {
    // If the container with the migration fails, the app's container never starts, so ECS rolls the deployment back.
    stack.account.deployments = 'roll back';
    const { exitCode, output } = await run(...apply, deploy('2'));
    stack.account.deployments = 'succeed';
    expect(exitCode).toBe(1);
    expect(output).toContain('waiting for ECS Service');
    expect(stack.account.parameter('/eight-digit/prod/deployed/image')).toMatch(/1{64}$/);
  });

  it('one terraform destroy deletes all resources of the environment', async () => {
    await succeed('destroy', '-auto-approve', '-refresh=false');
    expect(JSON.parse(String(stack.states.at(-1))).resources).toEqual([]);
  });

  it('no file, no state and no output of a command contains the database password', () => {
    const texts = [...filesIn(stack.folder), ...stack.states, ...printed];
    expect(stack.states.at(-2)).toContain('"master_user_secret"');
    expect(stack.states.flatMap((state) => secretsIn(JSON.parse(state)))).toEqual([]);
    expect(texts.filter((text) => text.includes(stack.account.databasePassword))).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
}

/** Returns the values of all arguments whose name suggests a secret, such as `password`, at any depth. */
function secretsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string')
    return /(^|_)(password|password_wo|secret_string|private_key)$/.test(name) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, name));
  return Object.entries(value ?? {}).flatMap(([key, inner]) => secretsIn(inner, key));
}
