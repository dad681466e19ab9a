import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { createFixtureProject, type FixtureProject } from '../support/commands/fixture-project';
import { mainThatWrites } from '../support/commands/local-project';
import { createTemporary, endTools, runTool, type ToolProcess } from '../support/commands/tool-process';
import { describeIf, terraform } from '../support/jest/requirement';

const digest = `sha256:${'ab'.repeat(32)}`;
let fixture: FixtureProject;
let project: string;

function start(args: readonly string[], environment: Record<string, string> = {}): ToolProcess {
  return runTool('plan', args, { folder: project, environment });
}

async function plan(args: readonly string[], environment?: Record<string, string>) {
  const tool = start(args, environment);
  return { exitCode: await tool.ended, output: tool.output() };
}

/** Replaces the project's main.ts. */
function replaceMain(text: string): void {
  writeFileSync(join(project, 'main.ts'), text);
}

beforeEach(() => {
  fixture = createFixtureProject();
  project = fixture.folder;
});

afterEach(async () => {
  await endTools();
  fixture.remove();
});

/** A stack with one bucket. @param settings of its `terraform` block, for example its backend */
function bucketStack(settings: object = {}, bucket: object = { bucket: 'state' }) {
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } }, ...settings },
    provider: { aws: [{ region: 'eu-central-1' }] },
    resource: { aws_s3_bucket: { state: bucket } },
  };
}

describeIf(terraform, 'npm run plan -- <stack> --offline', () => {
  it('shows a first deployment in two steps and does not change the existing state', async () => {
    const state = join(project, 'terraform.dev.tfstate');
    writeFileSync(state, '{"version": 4, "serial": 7}');
    const temporary = join(project, 'tmp');
    const leftovers = createTemporary(temporary);
    const before = readdirSync(project);

    const { exitCode, output } = await plan(['dev', '--offline'], {
      TF_CLI_CONFIG_FILE: '/nowhere/terraformrc',
      TF_VAR_container_image: 'not-an-image',
      AWS_PROFILE: 'nobody',
      TMPDIR: temporary,
    });

    expect(output).toMatch(/Step 1 of 2.*will be created.*Step 2 of 2.*made-up\.example\/sample@sha256:0{64}/s);
    expect(output).toMatch(/The apply that deploys an image: \d+ to create/);
    expect(output).toMatch(/aws_ecs_service\.\S+ will be created/);
    expect(output).not.toMatch(/Warning|Error/);
    expect(exitCode).toBe(0);
    expect(readFileSync(state, 'utf8')).toBe('{"version": 4, "serial": 7}');
    expect(readdirSync(project)).toEqual(before);
    expect(leftovers()).toEqual([]);
  });

  it('plans a stack without an image in one step, and does not read its state in Terraform Cloud', async () => {
    const cloud = { organization: 'nobody', workspaces: { name: 'dev' } };
    replaceMain(mainThatWrites(bucketStack({ cloud }), 'bootstrap'));
    const { exitCode, output } = await plan(['bootstrap', '--offline']);
    expect(output).toContain('Step 1 of 1: the first apply');
    expect(output).toContain('The first apply: 1 to create, 0 to change, 0 to destroy');
    expect(exitCode).toBe(0);
  });

  it('removes its files after SIGTERM, and does not read a state in S3', async () => {
    const s3 = { bucket: 'state', key: 'dev', region: 'eu-central-1', use_lockfile: true };
    replaceMain(mainThatWrites(bucketStack({ backend: { s3 } })));
    const temporary = join(project, 'tmp');
    const leftovers = createTemporary(temporary);
    const tool = start(['dev', '--offline'], { TMPDIR: temporary });
    // Before this, terraform init has succeeded, which would have read the state.
    await tool.writes(/Step 1/);
    process.kill(tool.pid, 'SIGTERM');
    expect(await tool.ended).toBe(143);
    expect(tool.output()).not.toContain('Summary');
    expect(leftovers()).toEqual([]);
  });

  it('shows an error of terraform and returns its exit code', async () => {
    replaceMain(mainThatWrites(bucketStack({}, { buckett: 'state' }), 'wrong'));
    const { exitCode, output } = await plan(['wrong', '--offline']);
    expect(output).toContain('No argument or block type is named "buckett"');
    expect(output).not.toContain('Summary');
    expect(exitCode).toBe(1);
  });
});

describeIf(terraform, 'npm run plan -- dev', () => {
  it('plans in cdktf.out with the arguments for terraform and returns its exit code', async () => {
    const provider = await startOfflineProvider(usedTypes([fixture.stack]));
    try {
      const { exitCode, output } = await plan(['dev', '-detailed-exitcode', '-var', `container_image=app@${digest}`], {
        ...provider.environment,
        TF_CLI_CONFIG_FILE: join(project, 'none.tfrc'),
      });
      expect(output).toMatch(/aws_ecs_service\.\S+ will be created/);
      expect(exitCode).toBe(2);
      expect(readdirSync(join(project, 'cdktf.out/stacks/dev'))).toContain('cdk.tf.json');
    } finally {
      provider.stop();
    }
  });

  it('suggests --offline if the plan fails', async () => {
    const provider = await startOfflineProvider(usedTypes([fixture.stack]));
    try {
      const { exitCode, output } = await plan(['dev', '-var', 'container_image=wrong'], {
        ...provider.environment,
        TF_CLI_CONFIG_FILE: join(project, 'none.tfrc'),
      });
      expect(exitCode).toBe(1);
      expect(output).toMatch(/\nTo plan a first deployment without AWS credentials: npm run plan -- dev --offline\n$/);
    } finally {
      provider.stop();
    }
  });
});

describe('npm run plan without a terraform', () => {
  it('says how to install one', async () => {
    const { exitCode, output } = await plan(['dev', '--offline'], { PATH: '/nowhere' });
    expect(exitCode).toBe(1);
    expect(output).toContain('There is no terraform on the PATH. Install it from https://');
  });
});
