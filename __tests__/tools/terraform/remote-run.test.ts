import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isolatedEnvironment } from '../../../tools/shared/terraform';
import { TerraformStack, type TerraformStackProps } from '../../../tools/terraform/terraform-stack';
import { describeIf, terraform } from '../../support/jest/requirement';
import { goSettings } from '../../support/terraform/go-settings';
import type { Run } from '../../support/terraform-cloud/run';
import { TerraformCloud } from '../../support/terraform-cloud/service';

const organization = 'fjord';
const page = /^The run in Terraform Cloud: https:\/\/app\.terraform\.io\/app\/fjord\/dev\/runs\/run-\w+$/;

/** A stack with two resources. The creation of the second takes longer than any test. */
const document = {
  terraform: { cloud: { organization, workspaces: { name: 'dev' } } },
  resource: {
    terraform_data: {
      first: { input: 'first' },
      slow: { depends_on: ['terraform_data.first'], provisioner: [{ 'local-exec': { command: 'exec sleep 600' } }] },
    },
  },
};

describeIf(terraform, 'Run in Terraform Cloud', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'remote-'));
  const folder = path.join(root, 'dev');
  let cloud: TerraformCloud;
  let notices: string[];

  const workspace = () => cloud.workspace('dev');
  const run = () => workspace().runs[0] as Run;

  /** Returns the stack in Terraform Cloud. @param onNotice called with each message for the user */
  function stack(props: Partial<TerraformStackProps> = {}, onNotice?: (text: string) => void): TerraformStack {
    const environment = isolatedEnvironment(root, goSettings);
    writeFileSync(String(environment.TF_CLI_CONFIG_FILE), cloud.cliConfiguration(cloud.createToken('alice')));
    const notify = (text: string) => {
      notices.push(text);
      onNotice?.(text);
    };
    const planFile = path.join(root, 'plan.tfplan');
    const { signal: stop } = new AbortController();
    return new TerraformStack({ folder, state: 'cloud', environment, planFile, notify, stop, ...props });
  }

  beforeAll(async () => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify(document));
    cloud = await TerraformCloud.start({ organization, executionMode: 'remote' });
    notices = [];
    await stack().init();
  });
  beforeEach(() => {
    notices = [];
  });
  afterAll(async () => {
    await cloud?.stop();
    rmSync(root, { recursive: true });
  });

  it('is announced with a link to its page, and is rejected while somebody holds the lock of the workspace', async () => {
    workspace().lock.take('bob');
    const planned = stack();
    await expect(planned.plan()).rejects.toThrow(
      /^The workspace is locked in Terraform Cloud.* https:\/\/app\.terraform\.io\/app\/fjord\/workspaces\/dev shows who .*-- --wait to wait for that\.$/,
    );
    expect(notices).toEqual([expect.stringMatching(page)]);
    expect(planned.runPages).toEqual([expect.stringContaining(run().id)]);
  });

  it('waits for the lock with --wait, and is canceled after Ctrl-C during the apply', async () => {
    const stop = new AbortController();
    const unlock = (text: string) =>
      /^Waiting until the workspace is unlocked/.test(text) && workspace().lock.release('bob');
    const waiting = stack({ lockTimeout: '60m', stop: stop.signal }, unlock);
    await waiting.plan();
    expect(waiting.runPages).toHaveLength(2);
    const events: string[] = [];
    const errors = await waiting.apply(({ '@message': message }) => {
      events.push(message);
      if (/slow: Provisioning/.test(message)) stop.abort('SIGINT');
    });
    expect(events.slice(0, 2)).toEqual([waiting.runPages[1], 'terraform_data.first: Creating...']);
    expect(errors[0]).toMatch(
      /^The run was canceled in Terraform Cloud\. The changes made before that are saved in the state\./,
    );
    expect(run().status).toBe('canceled');
    expect(workspace().lock.owner).toBeUndefined();
    expect(workspace().states.read().resources).toContainEqual(expect.objectContaining({ name: 'first' }));
  });

  it('is not applied if somebody has discarded it, and the message says so', async () => {
    await stack().plan();
    run().discard();
    await run().ended;
    await expect(stack().apply(() => undefined)).rejects.toThrow(
      /^The run was discarded in Terraform Cloud, .* To plan again, run the same command\. Its page: https:\S+\/run-\w+$/,
    );
  });

  it('fails with the result of the policy that rejects the plan', async () => {
    cloud.addPolicy({ name: 'nothing-slow', allows: () => false });
    await expect(stack().plan()).rejects.toThrow(
      /^A policy of the organization rejects this plan:\n {2}nothing-slow \(hard-mandatory\): failed\nNothing was changed\. The page of the run: https:\S+\/run-\w+$/,
    );
  });
});
