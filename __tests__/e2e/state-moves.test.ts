import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OfflineProvider, startOfflineProvider } from '@eight-digit/offline-aws-provider';
import type { State } from '../../stacks/settings/state-settings';
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

/** Returns a stack that contains only the ECS cluster of dev, with the synthesized `terraform` block for this state. */
function stackIn(state: State): object {
  const { terraform, provider, resource } = synthesized({ state });
  return { terraform, provider, resource: { aws_ecs_cluster: resource.aws_ecs_cluster } };
}

/** Each test continues from the result of the previous test. */
describeIf(terraform, 'Moves of a state between a file and S3:', () => {
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

  it('the state file is in the root directory of the project', () => {
    expect(existsSync(file)).toBe(true);
  });

  it('the state file is still used after the folder cdktf.out was deleted', async () => {
    rmSync(join(machine.root, 'cdktf.out'), { recursive: true });
    mkdirSync(machine.folder, { recursive: true });
    machine.write(stackIn(local));
    await machine.succeed('init');
    await machine.succeed(...planNoChanges);
  });

  it('an apply fails if the settings name a bucket, but the state was not moved there', async () => {
    machine.write(stackIn(s3));
    const { exitCode, output } = await machine.run(...apply);
    expect(exitCode).toBe(1);
    expect(output).toContain('Backend type changed from "local" to "s3"');
    expect(output).toContain('-migrate-state');
  });

  it('terraform init -migrate-state moves the state from the file to the bucket, and the next plan shows no changes', async () => {
    await machine.runWithAnswer('yes', ...move);
    rmSync(file);
    await machine.succeed(...planNoChanges);
    expect([...bucket.objects.keys()]).toEqual([key]);
  });

  it('a folder that was initialized with the state file uses the bucket after terraform init -reconfigure', async () => {
    colleague.write(stackIn(local));
    await colleague.succeed('init');
    colleague.write(stackIn(s3));
    await colleague.succeed('init', '-reconfigure');
    await colleague.succeed(...planNoChanges);
  });

  it('terraform init -migrate-state moves the state back from the bucket to the file, and the next plan shows no changes', async () => {
    machine.write(stackIn(local));
    await machine.runWithAnswer('yes', ...move);
    bucket.objects.delete(key);
    await machine.succeed(...planNoChanges);
    expect(existsSync(file)).toBe(true);
  });
});

/** Terraform has no command that moves a state out of Terraform Cloud. state-cloud.test.ts tests moves into Terraform Cloud. */
describeIf(terraform, 'Moves of a state out of Terraform Cloud:', () => {
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
  ])(
    'state pull and state push move a state from Terraform Cloud to %s, and the next plan shows no changes',
    async (_where, state) => {
      const machine = await initialized();
      writeFileSync(join(machine.root, 'moved.tfstate'), await machine.succeed('state', 'pull'));
      machine.write(stackIn(state));
      await machine.succeed('init', '-reconfigure');
      await machine.succeed('state', 'push', '../../../moved.tfstate');
      await machine.succeed(...planNoChanges);
    },
  );

  it('a folder that was initialized with a state file uses Terraform Cloud if the user answers no to terraform init', async () => {
    const machine = machineWith(stackIn(local));
    await machine.succeed('init');
    machine.write(stackIn(inCloud));
    await machine.runWithAnswer('no', 'init');
    await machine.succeed(...planNoChanges);
  });
});
