import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { synthesize } from '../../tools/shared/synthesize';
import type { UsedTypes } from '../../tools/stand-in-provider/derive-schema';
import { startStandInProvider } from '../../tools/stand-in-provider/start';
import { usedTypes } from '../../tools/stand-in-provider/used-types';
import { mainThatWrites } from '../support/local-project';
import { describeIf, terraform } from '../support/requirement';

const root = resolve(__dirname, '../..');
const digest = `sha256:${'ab'.repeat(32)}`;
let project: string;
/** Where the command may put what it needs for a while. */
let temporary: string;

interface Run {
  readonly child: ChildProcess;
  readonly finished: Promise<{ exitCode: number | null; output: string }>;
}

/** Runs the command in a project that holds nothing but links, so that no test meets the state of a real one. */
function start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'tools/plan.ts'), ...args], {
    cwd: project,
    env: { ...process.env, TMPDIR: temporary, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return { child, finished: new Promise((done) => child.on('close', (exitCode) => done({ exitCode, output }))) };
}

/** The types that dev uses. */
async function typesOfDev(): Promise<UsedTypes> {
  const outdir = join(temporary, 'cdktf.out');
  await synthesize('dev', outdir, new AbortController().signal);
  return usedTypes([join(outdir, 'stacks/dev/cdk.tf.json')]);
}

const plan = (args: readonly string[], environment?: NodeJS.ProcessEnv) => start(args, environment).finished;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'project-'));
  temporary = join(project, 'tmp');
  mkdirSync(temporary);
  for (const name of ['main.ts', 'node_modules']) symlinkSync(join(root, name), join(project, name));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

describeIf(terraform, 'npm run plan -- dev --offline', () => {
  it('shows a first deployment in two steps and leaves the existing state as it is', async () => {
    const state = join(project, 'terraform.dev.tfstate');
    writeFileSync(state, '{"version": 4, "serial": 7}');

    const { exitCode, output } = await plan(['dev', '--offline'], {
      TF_CLI_CONFIG_FILE: '/nowhere/terraformrc',
      TF_VAR_container_image: 'not-an-image',
      AWS_PROFILE: 'nobody',
    });

    expect(output).toMatch(/Step 1 of 2.*will be created.*Step 2 of 2.*made-up\.example\/sample@sha256:0{64}/s);
    expect(output).toMatch(/The apply that deploys an image: \d+ to create/);
    expect(output).toMatch(/aws_ecs_service\.\S+ will be created/);
    expect(output).not.toMatch(/Warning|Error/);
    expect(exitCode).toBe(0);
    expect(readFileSync(state, 'utf8')).toBe('{"version": 4, "serial": 7}');
    expect(readdirSync(project).sort()).toEqual(['main.ts', 'node_modules', 'terraform.dev.tfstate', 'tmp']);
    expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  });

  it('cleans up when it is interrupted', async () => {
    const { child, finished } = start(['dev', '--offline']);
    child.stdout?.on('data', (text: string) => {
      if (text.includes('Step 1')) child.kill('SIGTERM');
    });
    const { exitCode, output } = await finished;
    expect(exitCode).toBe(143);
    expect(output).not.toContain('Summary');
    expect(readdirSync(temporary).filter((name) => !name.startsWith('tsx-'))).toEqual([]);
  });

  it('names the environments that exist when asked for another', async () => {
    const { exitCode, output } = await plan(['moon', '--offline']);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/There is no environment "moon"\. What main\.ts defines: .*dev/);
  });

  it.each(['app:latest', `app@${digest}0`, digest])('says what an image looks like when given %s', async (image) => {
    const { exitCode, output } = await plan(['dev', '--offline', '--image', image]);
    expect(exitCode).toBe(1);
    expect(output).toContain(`--image is "${image}", and must be <repository>@sha256:`);
  });
});

describeIf(terraform, 'npm run plan --offline with stacks of any kind', () => {
  const provider = { required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } } };

  /** Puts a main.ts into the project that synthesizes one hand-written stack. */
  function define(name: string, stack: object): void {
    rmSync(join(project, 'main.ts'));
    writeFileSync(join(project, 'main.ts'), mainThatWrites(stack, name));
  }

  const resource = { aws_s3_bucket: { state: { bucket: 'state' } } };
  const aws = { aws: [{ region: 'eu-central-1' }] };

  it.each([
    ['S3', { backend: { s3: { bucket: 'state', key: 'dev', region: 'eu-central-1', use_lockfile: true } } }],
    ['Terraform Cloud', { cloud: { organization: 'nobody', workspaces: { name: 'dev' } } }],
  ])('asks nobody for a state in %s, and plans once where there is no image', async (_where, backend) => {
    define('bootstrap', { terraform: { ...provider, ...backend }, provider: aws, resource });
    const { exitCode, output } = await plan(['bootstrap', '--offline']);
    expect(output).toContain('Step 1 of 1: the first apply');
    expect(output).toContain('The first apply: 1 to create, 0 to change, 0 to destroy');
    expect(exitCode).toBe(0);
  });

  it('shows what terraform refuses, and ends with its exit code', async () => {
    define('wrong', {
      terraform: provider,
      provider: aws,
      resource: { aws_s3_bucket: { state: { buckett: 'state' } } },
    });
    const { exitCode, output } = await plan(['wrong', '--offline']);
    expect(output).toContain('No argument or block type is named "buckett"');
    expect(output).not.toContain('Summary');
    expect(exitCode).toBe(1);
  });

  it('says why main.ts failed', async () => {
    rmSync(join(project, 'main.ts'));
    writeFileSync(join(project, 'main.ts'), `console.error('cpu is 300'); process.exitCode = 1;`);
    const { exitCode, output } = await plan(['dev', '--offline']);
    expect(output).toContain('The synthesis of main.ts failed:\n\ncpu is 300');
    expect(exitCode).toBe(1);
  });
});

describeIf(terraform, 'npm run plan -- dev', () => {
  it('plans in cdktf.out with the arguments for terraform, and ends with its exit code', async () => {
    const provider = await startStandInProvider(await typesOfDev());
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

  it('sends --image to where it belongs', async () => {
    const { exitCode, output } = await plan(['dev', '--image', `app@${digest}`]);
    expect(exitCode).toBe(1);
    expect(output).toContain('--image belongs to --offline');
  });
});

describe('npm run plan without a terraform that will do', () => {
  it('says how to install one where there is none', async () => {
    const { exitCode, output } = await plan(['dev', '--offline'], { PATH: temporary });
    expect(exitCode).toBe(1);
    expect(output).toContain('There is no terraform on the PATH. Install it from https://');
  });

  it('says which version is needed where it is too old', async () => {
    const old = join(temporary, 'terraform');
    writeFileSync(old, '#!/bin/sh\necho \'{"terraform_version": "1.10.5"}\'\n');
    chmodSync(old, 0o755);
    const { exitCode, output } = await plan(['dev', '--offline'], { PATH: temporary });
    expect(exitCode).toBe(1);
    expect(output).toContain('terraform is of version 1.10.5, and 1.11 or newer is needed.');
  });
});
