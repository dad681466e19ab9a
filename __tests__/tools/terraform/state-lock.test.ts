import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isolatedEnvironment } from '../../../tools/shared/terraform';
import { TerraformStack, type TerraformStackProps } from '../../../tools/terraform/terraform-stack';
import { describeIf, terraform } from '../../support/jest/requirement';
import { until } from '../../support/jest/until';
import { goSettings } from '../../support/terraform/go-settings';
import { StateBucket } from '../../support/terraform/state-bucket';
import { TerraformCloud } from '../../support/terraform-cloud/service';

const held = { ID: '5ac44892-be64-afe2-51e4-b2bf96edf890', Operation: 'OperationTypeApply', Who: 'ada@laptop' };
const noResource = { terraform_data: { one: { input: 'one' } } };

describeIf(terraform, 'State with the real terraform', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'lock-'));
  const before = { ...process.env };

  /** Writes a stack into a folder of this name, and runs terraform init there. */
  async function createStack(name: string, document: object, props: Partial<TerraformStackProps> = {}) {
    const folder = path.join(root, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'main.tf.json'), JSON.stringify({ resource: noResource, ...document }));
    const stack = (own: Partial<TerraformStackProps> = {}) =>
      new TerraformStack({ folder, state: 'local', stop: new AbortController().signal, ...props, ...own });
    await stack().init();
    return { folder, stack };
  }

  function setEnvironment(own: Readonly<Record<string, string>>): void {
    Object.assign(process.env, isolatedEnvironment(root, { ...goSettings, ...own }));
  }

  afterEach(() => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('in a file is locked during an apply: a plan names the holder of the lock, or waits with --wait', async () => {
    setEnvironment({});
    const command = `until [ -e ${root}/go ]; do sleep 0.02; done`;
    const slow = { slow: { provisioner: [{ 'local-exec': { command } }] } };
    const { folder, stack } = await createStack('local', { resource: { terraform_data: slow } });
    const holder = stack();
    await holder.plan();
    const started: string[] = [];
    const applied = holder.apply(({ '@message': message }) => started.push(message));
    await until(() => started.some((message) => /Provisioning/.test(message)));
    await expect(stack().plan()).rejects.toThrow(
      /^\S+@\S+ has held the state lock since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(apply\)\. Run the command again when the lock is released, or run it with -- --wait to wait for that\. The lock is released when the process that holds it exits\.$/,
    );
    const waiting = stack({ lockTimeout: '60m' }).plan();
    writeFileSync(path.join(root, 'go'), '');
    expect(await applied).toEqual([]);
    expect((await waiting).json?.resource_changes?.map(({ change }) => change.actions)).toEqual([['no-op']]);
    expect(folder).toContain(root);
  });

  it('in S3 is locked by an object: a plan names the holder of the lock, and says how to remove the lock', async () => {
    const bucket = await StateBucket.start('acme-terraform-state');
    try {
      setEnvironment(bucket.environment);
      const s3 = { bucket: bucket.name, key: 'dev.tfstate', region: 'eu-west-1', use_lockfile: true };
      const { folder, stack } = await createStack('s3', { terraform: { backend: { s3 } } }, { state: 's3' });
      const lock = { ...held, Created: '2026-11-01T09:30:00.5Z', Path: 'acme-terraform-state/dev.tfstate' };
      bucket.objects.set('dev.tfstate.tflock', JSON.stringify(lock));
      await expect(stack().plan()).rejects.toThrow(
        `ada@laptop has held the state lock since 2026-11-01 09:30:00 UTC (apply). Run the command again when the lock is released, or run it with -- --wait to wait for that. If the holder is no longer running, remove the lock: terraform -chdir=${folder} force-unlock ${held.ID}`,
      );
    } finally {
      bucket.stop();
    }
  });

  it('in S3 survives credentials that expire during an apply, because the next plan writes the state', async () => {
    const bucket = await StateBucket.start('acme-terraform-state');
    try {
      setEnvironment(bucket.environment);
      const s3 = { bucket: bucket.name, key: 'dev.tfstate', region: 'eu-west-1', use_lockfile: true };
      const { folder, stack } = await createStack('expired', { terraform: { backend: { s3 } } }, { state: 's3' });
      const interrupted = stack();
      await interrupted.plan();
      bucket.expireCredentialsAt(/^PUT .*\.tfstate$/);
      expect((await interrupted.apply(() => undefined)).join()).toContain('ExpiredToken');
      await bucket.recover();
      expect(interrupted.unwrittenState).toBe(path.join(folder, 'errored.tfstate'));
      // With the expired credentials, the apply could not remove its lock.
      const { ID } = JSON.parse(bucket.objects.get('dev.tfstate.tflock') ?? '{}');
      await expect(stack().plan()).rejects.toThrow(`terraform -chdir=${folder} force-unlock ${ID}`);
      bucket.objects.delete('dev.tfstate.tflock');
      expect(await stack().plan()).toMatchObject({ hasChanges: false });
      expect(interrupted.unwrittenState).toBeUndefined();
    } finally {
      bucket.stop();
    }
  });

  it('in Terraform Cloud is locked with its workspace: a plan names the page that shows the holder of the lock', async () => {
    const cloud = await TerraformCloud.start({ organization: 'fjord', executionMode: 'local' });
    try {
      setEnvironment({});
      writeFileSync(String(process.env.TF_CLI_CONFIG_FILE), cloud.cliConfiguration(cloud.createToken('ada')));
      const block = { organization: 'fjord', workspaces: { name: 'dev' } };
      const { folder, stack } = await createStack('cloud', { terraform: { cloud: block } }, { state: 'cloud' });
      cloud.workspace('dev').lock.take('grace');
      await expect(stack().plan()).rejects.toThrow(
        `Somebody holds the lock of the workspace fjord/dev; https://app.terraform.io/app/fjord/workspaces/dev shows who and since when. Run the command again when the lock is released, or run it with -- --wait to wait for that. If the holder is no longer running, remove the lock: terraform -chdir=${folder} force-unlock fjord/dev`,
      );
    } finally {
      await cloud.stop();
    }
  });
});
