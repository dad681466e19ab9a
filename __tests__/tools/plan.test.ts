import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { Steps } from '../../tools/console/steps';
import { planFirstDeployment } from '../../tools/plan/plan-first-deployment';
import { createFixtureProject, type FixtureProject } from '../support/commands/fixture-project';
import { mainThatWrites } from '../support/commands/local-stack';
import { createPrograms } from '../support/commands/programs';
import { createTemporary, endTools, runTool, type ToolProcess } from '../support/commands/tool-process';
import { describeIf, terraform } from '../support/jest/requirement';
import { goSettings } from '../support/terraform/go-settings';

const digest = `sha256:${'ab'.repeat(32)}`;
const repository = process.cwd();
let fixture: FixtureProject;
let project: string;

function start(args: readonly string[], environment: Record<string, string> = {}): ToolProcess {
  return runTool('plan', args, { folder: project, environment });
}

async function plan(args: readonly string[], environment?: Record<string, string>) {
  const tool = start(args, environment);
  return { exitCode: await tool.ended, output: tool.output(), stdout: await tool.stdout };
}

/** Plans a first deployment offline, in this process and in the project's folder. */
function planHere(environment: string) {
  process.chdir(project);
  const steps = new Steps(new PassThrough() as unknown as NodeJS.WriteStream);
  const run = { stop: new AbortController().signal, steps };
  return planFirstDeployment({ environment, offline: true, image: `app@${digest}`, full: false, json: false }, run);
}

function replaceMain(text: string): void {
  writeFileSync(join(project, 'main.ts'), text);
}

beforeEach(() => {
  fixture = createFixtureProject();
  project = fixture.folder;
});

afterEach(async () => {
  process.chdir(repository);
  await endTools();
  fixture.remove();
});

/** Returns a stack with one bucket. @param settings the settings of the `terraform` block, such as a backend */
function bucketStack(settings: object = {}, bucket: object = { bucket: 'state' }) {
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } }, ...settings },
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: { aws_s3_bucket: { state: bucket } },
  };
}

/** These tests plan unusual stacks. `readme.test.ts` plans `dev` with the command of the README. */
describeIf(terraform, 'npm run plan <stack> -- --offline', () => {
  it('plans a stack without an image in one step, and does not read its state in Terraform Cloud', async () => {
    const cloud = { organization: 'nobody', workspaces: { name: 'dev' } };
    replaceMain(mainThatWrites(bucketStack({ cloud }), 'bootstrap'));
    expect(await planHere('bootstrap')).toMatchObject({
      hasChanges: true,
      plans: [
        { kind: 'first-apply', title: 'The first apply', summary: { created: [{ address: 'aws_s3_bucket.state' }] } },
      ],
      remarks: [expect.stringContaining('looks up the parameters and secrets in app.secrets')],
    });
  });

  it('removes temporary files after SIGTERM, and does not read the state in S3', async () => {
    const s3 = { bucket: 'state', key: 'dev', region: 'eu-central-1', use_lockfile: true };
    replaceMain(mainThatWrites(bucketStack({ backend: { s3 } })));
    const temporary = join(project, 'tmp');
    const leftovers = createTemporary(temporary);
    // This terraform plans until it is interrupted, so that the signal always arrives during the plan.
    const programs = createPrograms({
      'slow-terraform': 'case "$*" in plan*) exec sleep 600;; *) exec terraform "$@";; esac',
    });
    const TERRAFORM_BINARY_NAME = join(programs.folder, 'slow-terraform');
    const tool = start(['dev', '--offline'], { TMPDIR: temporary, TERRAFORM_BINARY_NAME });
    // At this point, terraform init has succeeded. It would have failed if it had read the state in S3.
    await tool.writes(/Plan the first apply/);
    process.kill(tool.pid, 'SIGTERM');
    expect(await tool.ended).toBe(143);
    expect(await tool.stdout).toBe('');
    expect(leftovers()).toEqual([]);
    programs.remove();
  });

  it('fails with the message of terraform', async () => {
    replaceMain(mainThatWrites(bucketStack({}, { buckett: 'state' }), 'wrong'));
    await expect(planHere('wrong')).rejects.toThrow('No argument or block type is named "buckett"');
  });
});

describeIf(terraform, 'npm run plan dev', () => {
  it('passes arguments on to terraform, prints only JSON with --json, and keeps no plan file', async () => {
    const provider = await startOfflineProvider(usedTypes([fixture.stack]));
    try {
      const { exitCode, stdout } = await plan(['dev', '--json', '-var', `container_image=app@${digest}`], {
        ...goSettings,
        ...provider.environment,
        TF_CLI_CONFIG_FILE: join(project, 'none.tfrc'),
      });
      expect(JSON.parse(stdout)).toMatchObject({
        environment: 'dev',
        hasChanges: true,
        plans: [{ created: expect.arrayContaining([expect.objectContaining({ type: 'aws_ecs_service' })]) }],
      });
      expect(exitCode).toBe(2);
      const files = readdirSync(join(project, 'cdktf.out/stacks/dev'));
      expect(files).toContain('cdk.tf.json');
      expect(files.filter((name) => name.endsWith('.tfplan'))).toEqual([]);
    } finally {
      provider.stop();
    }
  });
});
