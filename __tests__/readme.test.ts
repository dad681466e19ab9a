import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type OfflineProvider, startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { port } from '../contract';
import { announcement } from '../tools/local/announcement';
import { createLocalCommand, readLocalArguments } from '../tools/local/local-command';
import { LocalPort } from '../tools/local/local-port';
import { isolatedEnvironment } from '../tools/shared/terraform';
import { createFixtureProject, type FixtureProject } from './support/commands/fixture-project';
import { createTemporary } from './support/commands/tool-process';
import { startApp } from './support/http/test-app';
import { curl, describeIf, terraform } from './support/jest/requirement';
import { MemoryProfiles } from './support/stores/memory-profiles';
import { goSettings } from './support/terraform/go-settings';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const byHand = readFileSync(join(root, 'docs/by-hand.md'), 'utf8');
/** Returns the contents of a document's code blocks in one language. */
const blocksIn = (document: string, language: string): string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, content = '']) => content);
const blocks = blocksIn(readme, 'sh');
/** The outputs of commands in the README, in the order of the README. */
const [started = '', offlineOutput = '', doctorOutput = '', ...otherOutputs] = blocksIn(readme, 'text');
const digest = `sha256:${'c'.repeat(64)}`;

describe('First command of the README', () => {
  test('is npm start', () => {
    expect(blocks[0]).toBe('npm start\n');
  });

  test('prints the lines that the README shows when the app is ready', () => {
    const run = {
      ...readLocalArguments(createLocalCommand('npm start', '').parse([], { from: 'user' })),
      watch: false,
    };
    expect(started).toMatch(announcement(run, new LocalPort(undefined), { host: 'localhost', port }));
  });
});

describe('.ci/run', () => {
  test('runs the test command of the README', () => {
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^npm ci\nnpm test$/m);
  });
});

describeIf(curl, 'Requests in the API section of the README', () => {
  test('store an entry, and create, read, change and delete a profile', async () => {
    const profiles = new MemoryProfiles();
    const app = await startApp({ profiles });
    const commands = blocksIn(readme, 'bash')
      .join('')
      .replaceAll('http://localhost:5000', `http://127.0.0.1:${app.port}`);
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd: root });
    await app.stop();
    const responses = stdout.match(/\{.*?\}(?=\{|\n|$)/gs) ?? [];
    expect(responses.map((response) => JSON.parse(response))).toMatchObject([
      { username: 'Ada', digits: '00420117' },
      { name: 'Ada', about: null, file: { name: 'screenshot.png' } },
      { name: 'Ada', about: 'Engines', file: { name: 'screenshot.png' } },
    ]);
    expect(profiles.profiles).toEqual([]);
  });
});

/** These tests only read the commands. The tests of `tools/` run them, with a fake registry and a fake AWS. */
describe('Commands of the README for deployment', () => {
  const [, , deploy, destroy] = blocks;

  test('are npm run doctor and npm run deploy, which other tests run', () => {
    expect(deploy).toBe('npm run doctor dev\nnpm run deploy dev\n');
  });

  test('have example output that lists only checks that npm run doctor makes', () => {
    const folder = join(root, 'tools/doctor');
    const checkup = readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join();
    const made = [...checkup.matchAll(/ finding\(.*?'(.+?)'/g)].map(([, title]) => title);
    const shown = [...doctorOutput.matchAll(/^✓ (\S+)/gm)].map(([, title]) => title);
    expect(shown.filter((title) => !made.includes(title))).toEqual([]);
  });

  test('destroy the environment with one command', () => {
    expect(destroy).toBe('npm run destroy dev\n');
  });
});

describeIf(terraform, 'Commands of the documentation', () => {
  const [, offline, _deploy, _destroy, ...others] = blocks;
  const [plan, create, deploy, look, destroy, ...othersByHand] = blocksIn(byHand, 'sh');
  const [createOutput, deployOutput, destroyOutput, ...otherOutputsByHand] = blocksIn(byHand, 'text').map(linesOf);
  let fixture: FixtureProject;
  let project: string;
  let provider: OfflineProvider;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    fixture = createFixtureProject('node_modules', 'package.json', '.npmrc', 'tools');
    project = fixture.folder;
    provider = await startOfflineProvider(usedTypes([fixture.stack]));
    environment = isolatedEnvironment(project, { ...goSettings, ...provider.environment });
    // The AWS CLI and Docker are fakes because they may not be installed, and git because the temporary project has no commit.
    fake('aws', `case "$*" in *get-login-password*) echo secret;; *describe-images*) echo ${digest};; esac`);
    fake('docker', 'case "$1" in login) cat >/dev/null;; esac');
    fake('git', 'echo abc1234');
  });

  afterAll(() => {
    provider?.stop();
    fixture?.remove();
  });

  /** Puts a fake program on the PATH. The program logs its arguments, and then runs the shell commands in `body`. */
  function fake(name: string, body: string): void {
    const folder = join(project, 'bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$(pwd -P)> ${name} $*" >> "${project}/calls"\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /** Runs a code block of a document in the project's folder. If a command asks a question, the answer is `yes`. */
  function runBlock(
    commands = '',
    expectedCode = 0,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const env = {
      ...environment,
      PATH: `${join(project, 'bin')}:${process.env.PATH}`,
      TF_INPUT: '1',
      TF_CLI_ARGS: '-no-color',
      ...variables,
    };
    return new Promise((done, fail) => {
      const child = execFile('bash', ['-euo', 'pipefail', '-c', commands], { cwd: project, env }, (error, out, err) =>
        (error?.code ?? 0) === expectedCode ? done(out) : fail(new Error(`${commands}\n${out}${err}`)),
      );
      child.stdin?.end('yes\n');
    });
  }

  const calls = () => readFileSync(join(project, 'calls'), 'utf8');
  const output = (name: string) => outputs()[name]?.value ?? '';
  const outputs = () =>
    (
      JSON.parse(readFileSync(join(project, 'terraform.dev.tfstate'), 'utf8')) as {
        outputs: Record<string, { value: string } | undefined>;
      }
    ).outputs;

  test("plan a first deployment offline, print what the README shows, and change no file, regardless of the user's settings", async () => {
    const state = join(project, 'terraform.dev.tfstate');
    writeFileSync(state, '{"version": 4, "serial": 7}');
    const temporary = join(project, 'tmp');
    const leftovers = createTemporary(temporary);
    const before = readdirSync(project);

    const output = await runBlock(`${offline?.trim()} 2>&1`, 2, {
      TF_CLI_CONFIG_FILE: '/nowhere/terraformrc',
      TF_VAR_container_image: 'not-an-image',
      AWS_PROFILE: 'nobody',
      TMPDIR: temporary,
    });

    expect(output).toContain(offlineOutput);
    expect(output).not.toMatch(/Warning|Error/);
    expect(readFileSync(state, 'utf8')).toBe('{"version": 4, "serial": 7}');
    expect(readdirSync(project)).toEqual(before);
    expect(leftovers()).toEqual([]);
    rmSync(state);
  });

  test('plan the resources of a first apply', async () => {
    expect(await runBlock(plan)).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
  });

  test('create all resources except the service', async () => {
    const lines = (await runBlock(create)).split('\n');
    expect(output('ecs_service_name')).toBe('none');
    expect(lines).toEqual(expect.arrayContaining(createOutput ?? []));
  });

  test('build, push and deploy an image', async () => {
    const lines = (await runBlock(deploy)).split('\n');
    expect(lines).toEqual(expect.arrayContaining(deployOutput ?? []));
    const repository = output('ecr_repository_url');
    expect(output('deployed_image')).toBe(`${repository}@${digest}`);
    expect(calls()).toContain(`docker login --username AWS --password-stdin ${repository.split('/')[0]}\n`);
    expect(calls()).toContain(`docker build --platform ${output('image_platform')} --build-arg APP_VERSION=abc1234 `);
    expect(calls()).toMatch(/docker build .* --push \.\n/);
    expect(calls()).toContain(`--tag ${repository}:abc1234`);
    expect(calls()).toContain(
      `describe-images --region ${output('region')} --repository-name ${repository.split('/')[1]} --image-ids imageTag=abc1234`,
    );
  });

  test('find the address of the app and follow its log', async () => {
    await runBlock(look);
    expect(calls()).toContain(
      `aws ec2 describe-network-interfaces --region ${output('region')} --filters Name=group-id,Values=sg-`,
    );
    expect(calls()).toContain(`aws logs tail ${output('log_group_name')} `);
  });

  test('destroy all resources of the environment', async () => {
    const lines = (await runBlock(destroy)).split('\n');
    expect(lines).toEqual(expect.arrayContaining(destroyOutput ?? []));
    expect(outputs()).toEqual({});
  });

  test('are all run by these tests, which also check every documented output', () => {
    expect([...others, ...othersByHand]).toEqual([]);
    expect([...otherOutputs, ...otherOutputsByHand]).toEqual([]);
  });
});

function linesOf(output: string): string[] {
  return output.split('\n').filter((line) => line !== '');
}
