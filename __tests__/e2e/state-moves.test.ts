import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import type { State } from '../../stacks/environment';
import { describeIf, terraform } from '../support/jest/requirement';
import { synthesized } from '../support/stacks/synthesized';
import { Machine } from '../support/terraform/machine';
import { StateBucket } from '../support/terraform/state-bucket';
import { TerraformCloud } from '../support/terraform-cloud/service';

const apply = ['apply', '-auto-approve'] as const;
const planNoChanges = ['plan', '-detailed-exitcode'] as const;
const move = ['init', '-migrate-state'] as const;

const local: State = { kind: 'local' };
const s3: State = { kind: 's3', bucket: 'acme-terraform-state', region: 'eu-west-1' };
const inCloud: State = { kind: 'cloud', organization: 'acme' };

/** A stack that is dev's cluster alone; the `terraform` block is as it was synthesized. */
function stackIn(state: State): object {
  const { terraform, provider, resource } = synthesized({ state });
  return { terraform, provider, resource: { aws_ecs_cluster: resource.aws_ecs_cluster } };
}

/** One story: each test begins where the one before has ended. */
describeIf(terraform, 'state in a file, with the real terraform', () => {
  const key = 'eight-digit/dev.tfstate';
  let provider: OfflineProvider;
  let bucket: StateBucket;
  let machine: Machine;
  let colleague: Machine;
  let file: string;

  beforeAll(async () => {
    provider = await startOfflineProvider({ resources: ['aws_ecs_cluster'], dataSources: [] });
    bucket = await StateBucket.start('acme-terraform-state');
    machine = new Machine('', { ...bucket.environment, ...provider.environment });
    colleague = new Machine('', { ...bucket.environment, ...provider.environment });
    file = join(machine.root, 'terraform.dev.tfstate');
    machine.write(stackIn(local));
    await machine.succeed('init');
    await machine.succeed(...apply);
  });

  afterAll(() => {
    machine?.remove();
    colleague?.remove();
    bucket?.stop();
    provider?.stop();
  });

  it("is kept in the repository's root", () => {
    expect(existsSync(file)).toBe(true);
  });

  it('outlives cdktf.out', async () => {
    rmSync(join(machine.root, 'cdktf.out'), { recursive: true });
    mkdirSync(machine.folder, { recursive: true });
    machine.write(stackIn(local));
    await machine.succeed('init');
    await machine.succeed(...planNoChanges);
  });

  it('is not forgotten when the environment names a bucket: Terraform asks for a move first', async () => {
    machine.write(stackIn(s3));
    const { exitCode, output } = await machine.run(...apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('Backend type changed from "local" to "s3"');
    expect(output).toContain('-migrate-state');
  });

  it('moves into the bucket, and nothing is made a second time', async () => {
    await machine.runWithAnswer('yes', ...move);
    rmSync(file);
    await machine.succeed(...planNoChanges);
    expect([...bucket.objects.keys()]).toEqual([key]);
  });

  it('is in the bucket for everybody, also for a folder that knew another place', async () => {
    colleague.write(stackIn(local));
    await colleague.succeed('init');
    colleague.write(stackIn(s3));
    await colleague.succeed('init', '-reconfigure');
    await colleague.succeed(...planNoChanges);
  });

  it('moves back into the file, and nothing is made a second time', async () => {
    machine.write(stackIn(local));
    await machine.runWithAnswer('yes', ...move);
    bucket.objects.delete(key);
    await machine.succeed(...planNoChanges);
    expect(existsSync(file)).toBe(true);
  });
});

/** Terraform itself moves no state out of Terraform Cloud; the way in is tested with the rest of it. */
describeIf(terraform, 'state in Terraform Cloud', () => {
  let provider: OfflineProvider;
  let bucket: StateBucket;
  let cloud: TerraformCloud;
  const machines: Machine[] = [];

  function machineWith(stack: object): Machine {
    const environment = { ...bucket.environment, ...provider.environment };
    const machine = new Machine(cloud.cliConfiguration(cloud.createToken('ada')), environment);
    machines.push(machine);
    machine.write(stack);
    return machine;
  }

  async function initialized(): Promise<Machine> {
    const machine = machineWith(stackIn(inCloud));
    await machine.succeed('init');
    return machine;
  }

  beforeAll(async () => {
    provider = await startOfflineProvider({ resources: ['aws_ecs_cluster'], dataSources: [] });
    bucket = await StateBucket.start('acme-terraform-state');
    cloud = await TerraformCloud.start({ organization: 'acme', executionMode: 'local' });
    const machine = await initialized();
    await machine.succeed(...apply);
  });

  afterAll(async () => {
    for (const machine of machines) machine.remove();
    bucket?.stop();
    provider?.stop();
    await cloud?.stop();
  });

  it.each([
    ['a file', local],
    ['a bucket', s3],
  ])('moves into %s by a pull and a push, and nothing is made a second time', async (_where, state) => {
    const machine = await initialized();
    writeFileSync(join(machine.root, 'moved.tfstate'), await machine.succeed('state', 'pull'));
    machine.write(stackIn(state));
    await machine.succeed('init', '-reconfigure');
    await machine.succeed('state', 'push', '../../../moved.tfstate');
    await machine.succeed(...planNoChanges);
  });

  it('is there for a folder that knew another place, by an init that is answered with no', async () => {
    const machine = machineWith(stackIn(local));
    await machine.succeed('init');
    machine.write(stackIn(inCloud));
    await machine.runWithAnswer('no', 'init');
    await machine.succeed(...planNoChanges);
  });
});
