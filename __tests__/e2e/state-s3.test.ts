import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import type { TerraformResult } from '../../tools/shared/terraform';
import { commandRoles } from '../support/iam/command-roles';
import type { Call } from '../support/iam/iam-evaluator';
import { account } from '../support/iam/role-policies';
import { roleProblems } from '../support/iam/role-problems';
import { describeIf, terraform } from '../support/jest/requirement';
import { until } from '../support/jest/until';
import { type SynthesizedStack, synthesized } from '../support/stacks/synthesized';
import { Machine } from '../support/terraform/machine';
import { StateBucket } from '../support/terraform/state-bucket';

const state = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' } as const;
const apply = ['apply', '-auto-approve'] as const;
const planNoChanges = ['plan', '-detailed-exitcode'] as const;
const stateIsWritten = /^PUT .*\.tfstate$/;

const types = ['aws_dynamodb_table', 'aws_ecr_repository', 'aws_ecs_cluster'];

/** Stacks with a few resources of dev (`some`), or only with its ECS cluster (`small`). Both keep the synthesized `terraform` block. */
const some = () => stackOf(types, synthesized({ project: 'some', state }));
const small = (project: string, changes = {}) =>
  stackOf(['aws_ecs_cluster'], synthesized({ project, state, ...changes }));

/** Renames the bucket and the project in these calls to those that the evaluated roles allow. */
function inRoles(calls: readonly Call[]): Call[] {
  const text = JSON.stringify(calls)
    .replaceAll(state.bucket, `eight-digit-bootstrap-state-${account}-eu-central-1`)
    .replaceAll('/some/', '/eight-digit/');
  return JSON.parse(text);
}

function stackOf(wanted: readonly string[], { terraform, provider, resource }: SynthesizedStack): object {
  return { terraform, provider, resource: Object.fromEntries(wanted.map((type) => [type, resource[type]])) };
}

describeIf(terraform, 'S3:', () => {
  let provider: OfflineProvider;
  let bucket: StateBucket;
  /** A bucket that becomes unreachable during an apply. Terraform then retries for about ten seconds, while the other tests run. */
  let failingBucket: StateBucket;
  let disconnected: Machine;
  let failingApply: Promise<TerraformResult>;
  const machines: Machine[] = [];

  function machineWith(stack: object, environment: Record<string, string> = bucket.environment): Machine {
    const machine = new Machine('', { ...environment, ...provider.environment });
    machines.push(machine);
    machine.write(stack);
    return machine;
  }

  async function initialized(stack: object, environment?: Record<string, string>): Promise<Machine> {
    const machine = machineWith(stack, environment);
    await machine.succeed('init');
    return machine;
  }

  /**
   * Runs an apply during which the bucket becomes unreachable. The outage ends after Terraform has failed to write the state. Terraform
   * then still tries to release the lock, which may take too long on a busy machine.
   */
  async function applyWithOutage(): Promise<TerraformResult> {
    failingBucket.stopAt(stateIsWritten);
    const applied = disconnected.run(...apply);
    await until(() => existsSync(join(disconnected.folder, 'errored.tfstate')));
    await failingBucket.recover();
    return applied;
  }

  const lockOf = (project: string) => bucket.objects.get(`${project}/dev.tfstate.tflock`);

  beforeAll(async () => {
    provider = await startOfflineProvider({ resources: types, dataSources: [] });
    bucket = await StateBucket.start(state.bucket);
    failingBucket = await StateBucket.start(state.bucket);
    disconnected = await initialized(small('disconnected'), failingBucket.environment);
    failingApply = applyWithOutage();
  });

  afterAll(async () => {
    await failingApply;
    for (const machine of machines) machine.remove();
    provider?.stop();
    bucket?.stop();
    failingBucket?.stop();
  });

  /** Each test continues from the result of the previous test. */
  describe('State in S3', () => {
    let first: Machine;
    /** The S3 calls of a plan. */
    let planCalls: readonly Call[] = [];

    it('is an object in the bucket after the first apply', async () => {
      first = await initialized(some());
      await first.succeed(...apply);
      expect(JSON.parse(bucket.objects.get('some/dev.tfstate') ?? '{}').resources).not.toEqual([]);
    });

    it('matches the resources: a plan shows no changes', async () => {
      const before = bucket.calls.length;
      await first.succeed(...planNoChanges);
      planCalls = bucket.calls.slice(before);
    });

    it('can be used on another machine after terraform init', async () => {
      const second = await initialized(some());
      await second.succeed(...planNoChanges);
    });

    it('contains no resources after terraform destroy', async () => {
      await first.succeed('destroy', '-auto-approve');
      expect(JSON.parse(bucket.objects.get('some/dev.tfstate') ?? '{}').resources).toEqual([]);
    });

    it('is not locked when no command is running', () => {
      expect(lockOf('some')).toBeUndefined();
    });

    it('needs only calls that the roles allow, and that they allow only for their own environment', () => {
      expect(planCalls.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['s3:GetObject', 's3:PutObject', 's3:DeleteObject']),
      );
      expect(roleProblems(commandRoles.plan.roles, 'dev', inRoles(planCalls))).toEqual([]);
      expect(roleProblems(commandRoles.deploy.roles, 'dev', inRoles(bucket.calls))).toEqual([]);
    });
  });

  it('an apply locks the state: a second apply fails, and the error names the owner of the lock', async () => {
    const [first, second] = await Promise.all([initialized(small('team')), initialized(small('team'))]);
    const firstApply = first.succeed(...apply);
    const refused = await bucket.duringRequest(stateIsWritten, async () => ({
      ...(await second.run(...apply)),
      lock: JSON.parse(lockOf('team') ?? '{}'),
    }));
    await firstApply;
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('Error acquiring the state lock');
    expect(refused.output).toContain(refused.lock.ID);
    expect(refused.output).toContain(`${userInfo().username}@${hostname()}`);
    expect(lockOf('team')).toBeUndefined();
    await second.succeed(...planNoChanges);
  });

  describe('State after the credentials have expired during an apply', () => {
    let interrupted: Machine;
    let output: string;

    beforeAll(async () => {
      interrupted = await initialized(small('expired'));
      bucket.expireCredentialsAt(stateIsWritten);
      ({ output } = await interrupted.run(...apply));
      await bucket.recover();
    });

    it('is in the file errored.tfstate, and Terraform prints the command that saves it', () => {
      const written = JSON.parse(readFileSync(join(interrupted.folder, 'errored.tfstate'), 'utf8'));
      expect(written.resources).toHaveLength(1);
      expect(output).toContain('terraform state push errored.tfstate');
      expect(bucket.objects.has('expired/dev.tfstate')).toBe(false);
    });

    it('is still locked, so other applies fail', async () => {
      const other = await initialized(small('expired'));
      const { exitCode, output: refusal } = await other.run(...apply);
      expect(exitCode).toBe(1);
      expect(refusal).toContain(JSON.parse(lockOf('expired') ?? '{}').ID);
    });

    it('can be saved with force-unlock and state push: a plan then shows no changes', async () => {
      await interrupted.succeed('force-unlock', '-force', JSON.parse(lockOf('expired') ?? '{}').ID);
      await interrupted.succeed('state', 'push', 'errored.tfstate');
      await interrupted.succeed(...planNoChanges);
      expect(lockOf('expired')).toBeUndefined();
    });
  });

  it('terraform init fails with invalid credentials, and the error names them as the cause', async () => {
    const stranger = machineWith(small('stranger'), { ...bucket.environment, AWS_ACCESS_KEY_ID: 'AKIASTRANGER' });
    const { exitCode, output } = await stranger.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('validating provider credentials');
    expect(output).toContain('InvalidClientTokenId');
  });

  it('terraform init fails with credentials of an account that the settings do not allow', async () => {
    const foreign = machineWith(small('foreign', { account: '999999999999' }));
    const { exitCode, output } = await foreign.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('AWS account ID not allowed: 123456789012');
  });

  it('terraform init fails if the bucket for the state does not exist, and the error names the bucket', async () => {
    const lost = machineWith(small('lost', { state: { ...state, bucket: 'acme-no-such-bucket' } }));
    const { exitCode, output } = await lost.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('acme-no-such-bucket');
    expect(output).toContain('does not exist');
  });

  it('if S3 becomes unreachable, an apply prints how to save the state later', async () => {
    const { exitCode, output } = await failingApply;
    expect(exitCode).toBe(1);
    expect(output).toContain('terraform state push errored.tfstate');
    const lock = failingBucket.objects.get('disconnected/dev.tfstate.tflock');
    if (lock) await disconnected.succeed('force-unlock', '-force', JSON.parse(lock).ID);
    await disconnected.succeed('state', 'push', 'errored.tfstate');
    await disconnected.succeed(...planNoChanges);
    expect([...failingBucket.objects.keys()]).toEqual(['disconnected/dev.tfstate']);
  });
});
