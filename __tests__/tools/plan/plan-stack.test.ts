import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { Steps } from '../../../tools/console/steps';
import type { OnlinePlanArguments } from '../../../tools/plan/plan-arguments';
import { planStack } from '../../../tools/plan/plan-stack';
import { stateKind } from '../../../tools/shared/state-kind';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { isolatedEnvironment } from '../../../tools/shared/terraform';
import { TerraformStack } from '../../../tools/terraform/terraform-stack';
import { describeIf, terraform } from '../../support/jest/requirement';
import { reference } from '../../support/stacks/synthesized';
import { goSettings } from '../../support/terraform/go-settings';
import { StateBucket } from '../../support/terraform/state-bucket';
import { TerraformCloud } from '../../support/terraform-cloud/service';

const organization = 'fjord';
const steps = new Steps(new PassThrough() as unknown as NodeJS.WriteStream);
const folders: string[] = [];

/** Returns a stack that needs no provider. Its only resource contains the values of a variable and of a secret. */
function stackWith(settings: object = {}): SynthesizedStack {
  return new SynthesizedStack({
    terraform: { ...settings },
    variable: { size: { default: 1 }, secret: { default: 'swordfish', sensitive: true } },
    resource: {
      terraform_data: { entries: { input: { size: reference('var.size'), secret: reference('var.secret') } } },
    },
  } as unknown as ConstructorParameters<typeof SynthesizedStack>[0]);
}

/** Writes a stack into a new folder, and runs terraform init there. */
async function initialized(stack: SynthesizedStack, variables: Record<string, string> = {}, cliConfiguration = '') {
  const root = mkdtempSync(join(tmpdir(), 'plan-stack-'));
  folders.push(root);
  const folder = join(root, 'stack');
  mkdirSync(folder);
  writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack.document));
  const environment = isolatedEnvironment(root, { ...goSettings, ...variables });
  writeFileSync(String(environment.TF_CLI_CONFIG_FILE), cliConfiguration);
  const { signal: stop } = new AbortController();
  const terraform = new TerraformStack({ folder, environment, state: stateKind(stack), stop });
  await terraform.init();
  const plan = (...terraformArguments: string[]) =>
    planStack({ terraform, stack, steps }, { ...options, terraformArguments });
  return { folder, terraform, plan };
}

const options: OnlinePlanArguments = {
  environment: 'dev',
  offline: false,
  full: false,
  json: false,
  wait: false,
  terraformArguments: [],
};

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describeIf(terraform, 'Plan of a stack', () => {
  describe('with a local state', () => {
    let applied: Awaited<ReturnType<typeof initialized>>;

    beforeAll(async () => {
      applied = await initialized(stackWith());
      await applied.plan();
      expect(await applied.terraform.apply(() => {})).toEqual([]);
    });

    it('finds no change after an apply', async () => {
      expect(await applied.plan()).toMatchObject({ hasChanges: false, plans: [{ kind: 'next-apply' }] });
    });

    it('passes arguments on to terraform, and names the changed argument without secrets', async () => {
      const report = await applied.plan('-var', 'size=2');
      expect(report).toMatchObject({
        hasChanges: true,
        plans: [
          {
            summary: { changed: [{ address: 'terraform_data.entries', changes: [{ path: 'input.size', before: 1 }] }] },
          },
        ],
      });
      expect(JSON.stringify(report.plans[0]?.summary)).not.toContain('swordfish');
    });
  });

  it('is rejected while the backend lacks the state of an earlier apply', async () => {
    const { folder, plan } = await initialized(stackWith());
    writeFileSync(join(folder, 'errored.tfstate'), '{}');
    await expect(plan()).rejects.toThrow(/errored\.tfstate\. Until .* npm run deploy dev writes it first/);
  });

  it('fails at once if another command holds the lock in S3, and names the holder', async () => {
    const bucket = await StateBucket.start('state');
    try {
      const s3 = { bucket: 'state', key: 'dev.tfstate', region: 'eu-central-1', use_lockfile: true };
      const { plan } = await initialized(stackWith({ backend: { s3 } }), bucket.environment);
      expect(await plan()).toMatchObject({ hasChanges: true });
      const lock = {
        ID: 'b1',
        Who: 'ada@desk',
        Operation: 'OperationTypeApply',
        Created: '2026-01-31T12:00:00Z',
        Path: 'x',
      };
      bucket.objects.set('dev.tfstate.tflock', JSON.stringify(lock));
      await expect(plan()).rejects.toThrow(
        /^ada@desk has held the state lock since 2026-01-31 .*run it with -- --wait/,
      );
    } finally {
      bucket.stop();
    }
  });

  describe('in Terraform Cloud, with remote execution', () => {
    let cloud: TerraformCloud;
    let remote: Awaited<ReturnType<typeof initialized>>;

    beforeAll(async () => {
      cloud = await TerraformCloud.start({ organization, executionMode: 'remote' });
      const stack = stackWith({ cloud: { organization, workspaces: { name: 'dev' } } });
      remote = await initialized(stack, {}, cloud.cliConfiguration(cloud.createToken('alice')));
    });

    afterAll(() => cloud?.stop());

    it('is summarized after the remote run', async () => {
      const report = await remote.plan('-var', 'size=2');
      expect(report).toMatchObject({
        hasChanges: true,
        plans: [
          {
            summary: { created: [{ address: 'terraform_data.entries' }] },
            run: expect.stringMatching(/^https:\/\/app\.terraform\.io\/app\/fjord\/dev\/runs\/run-\w+$/),
            text: expect.stringContaining('Running plan'),
          },
        ],
      });
      expect(cloud.workspace('dev').lock.owner).toBeUndefined();
    });

    it("is shown as Terraform's own output to users who are not admins of the workspace", async () => {
      cloud.workspace('dev').isAdministered = false;
      const report = await remote.plan();
      await expect(remote.terraform.readPlan()).rejects.toThrow(
        /^Terraform Cloud returns a plan's JSON only to admins of the workspace, and this command needs the JSON\./,
      );
      cloud.workspace('dev').isAdministered = true;
      expect(report).toMatchObject({
        hasChanges: true,
        plans: [{ text: expect.stringContaining('terraform_data.entries will be created') }],
        remarks: [
          expect.stringMatching(/^Terraform Cloud returns a plan's JSON only to admins/),
          expect.stringMatching(
            /^Costs after the apply, with all tasks, from the synthesized JSON and not from the plan: /,
          ),
        ],
      });
      expect(report.plans[0]).not.toHaveProperty('summary');
    });

    it('is rejected with the reason if the workspace is connected to a repository', async () => {
      cloud.workspace('dev').repository = 'ada/app';
      await expect(remote.plan()).rejects.toThrow(
        /connected to a version control repository, so it would start runs before the stack is synthesized/,
      );
    });
  });
});
