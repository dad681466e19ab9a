import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import { describeIf, terraform } from '../support/jest/requirement';
import { until } from '../support/jest/until';
import { type SynthesizedStack, synthesized } from '../support/stacks/synthesized';
import { type CommandResult, Machine } from '../support/terraform/machine';
import { StateBucket } from '../support/terraform/state-bucket';

const state = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' } as const;
const apply = ['apply', '-auto-approve'] as const;
const planNoChanges = ['plan', '-detailed-exitcode'] as const;
const stateIsWritten = /^PUT .*\.tfstate$/;

const types = ['aws_dynamodb_table', 'aws_ecr_repository', 'aws_ecs_cluster'];

/** A few resources of dev, or its cluster alone; the `terraform` block is as it was synthesized. */
const some = () => stackOf(types, synthesized({ project: 'some', state }));
const small = (project: string, changes = {}) =>
  stackOf(['aws_ecs_cluster'], synthesized({ project, state, ...changes }));

function stackOf(wanted: readonly string[], { terraform, provider, resource }: SynthesizedStack): object {
  return { terraform, provider, resource: Object.fromEntries(wanted.map((type) => [type, resource[type]])) };
}

describeIf(terraform, 'state in S3, with the real terraform and the backend as it is synthesized', () => {
  let provider: OfflineProvider;
  let bucket: StateBucket;
  /** Dies in the middle of an apply; Terraform then tries again for some ten seconds, in which the other tests run. */
  let dyingBucket: StateBucket;
  let unlucky: Machine;
  let unluckyApply: Promise<CommandResult>;
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

  /** S3 is back when Terraform has given up writing the state, and goes on to the lock, which it tries for as long. */
  async function applyWithOutage(): Promise<CommandResult> {
    dyingBucket.stopAt(stateIsWritten);
    const applied = unlucky.run(...apply);
    await until(() => existsSync(join(unlucky.folder, 'errored.tfstate')), 120_000);
    await dyingBucket.recover();
    return applied;
  }

  const lockOf = (project: string) => bucket.objects.get(`${project}/dev.tfstate.tflock`);

  beforeAll(async () => {
    provider = await startOfflineProvider({ resources: types, dataSources: [] });
    bucket = await StateBucket.start(state.bucket);
    dyingBucket = await StateBucket.start(state.bucket);
    unlucky = await initialized(small('unlucky'), dyingBucket.environment);
    unluckyApply = applyWithOutage();
  });

  afterAll(async () => {
    await unluckyApply;
    for (const machine of machines) machine.remove();
    provider?.stop();
    bucket?.stop();
    dyingBucket?.stop();
  });

  /** One story: each test begins where the one before has ended. */
  describe('the life of a stack', () => {
    let first: Machine;

    it('begins with an object in the bucket', async () => {
      first = await initialized(some());
      await first.succeed(...apply);
      expect(JSON.parse(bucket.objects.get('some/dev.tfstate') ?? '{}').resources).not.toEqual([]);
    });

    it('plans no changes after that', async () => {
      await first.succeed(...planNoChanges);
    });

    it('goes on from another machine, whose folder is empty', async () => {
      const second = await initialized(some());
      await second.succeed(...planNoChanges);
    });

    it('ends with a state that knows of nothing', async () => {
      await first.succeed('destroy', '-auto-approve');
      expect(JSON.parse(bucket.objects.get('some/dev.tfstate') ?? '{}').resources).toEqual([]);
    });

    it('leaves no lock behind', () => {
      expect(lockOf('some')).toBeUndefined();
    });
  });

  it('tells the second of two appliers who holds the lock, and lets the first one finish', async () => {
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

  describe('credentials that expire in the middle of an apply', () => {
    let interrupted: Machine;
    let output: string;

    beforeAll(async () => {
      interrupted = await initialized(small('expired'));
      bucket.expireCredentialsAt(stateIsWritten);
      ({ output } = await interrupted.run(...apply));
      await bucket.recover();
    });

    it('leave what was made in a file, and a word on what to do with it', () => {
      const written = JSON.parse(readFileSync(join(interrupted.folder, 'errored.tfstate'), 'utf8'));
      expect(written.resources).toHaveLength(1);
      expect(output).toContain('terraform state push errored.tfstate');
      expect(bucket.objects.has('expired/dev.tfstate')).toBe(false);
    });

    it('leave a lock, which stops everybody else', async () => {
      const other = await initialized(small('expired'));
      const { exitCode, output: refusal } = await other.run(...apply);
      expect(exitCode).toBe(1);
      expect(refusal).toContain(JSON.parse(lockOf('expired') ?? '{}').ID);
    });

    it('are repaired by force-unlock and state push: nothing is made a second time', async () => {
      await interrupted.succeed('force-unlock', '-force', JSON.parse(lockOf('expired') ?? '{}').ID);
      await interrupted.succeed('state', 'push', 'errored.tfstate');
      await interrupted.succeed(...planNoChanges);
      expect(lockOf('expired')).toBeUndefined();
    });
  });

  it('says which credentials are wrong', async () => {
    const stranger = machineWith(small('stranger'), { ...bucket.environment, AWS_ACCESS_KEY_ID: 'AKIASTRANGER' });
    const { exitCode, output } = await stranger.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('validating provider credentials');
    expect(output).toContain('InvalidClientTokenId');
  });

  it('refuses the credentials of another account than the given one', async () => {
    const foreign = machineWith(small('foreign', { account: '999999999999' }));
    const { exitCode, output } = await foreign.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('AWS account ID not allowed: 123456789012');
  });

  it('says which bucket does not exist', async () => {
    const lost = machineWith(small('lost', { state: { ...state, bucket: 'acme-no-such-bucket' } }));
    const { exitCode, output } = await lost.run('init');
    expect(exitCode).toBe(1);
    expect(output).toContain('acme-no-such-bucket');
    expect(output).toContain('does not exist');
  });

  it('loses nothing when S3 cannot be reached in the middle of an apply', async () => {
    const { exitCode, output } = await unluckyApply;
    expect(exitCode).toBe(1);
    expect(output).toContain('terraform state push errored.tfstate');
    await unlucky.succeed('state', 'push', 'errored.tfstate');
    await unlucky.succeed(...planNoChanges);
    expect([...dyingBucket.objects.keys()]).toEqual(['unlucky/dev.tfstate']);
  });
});
