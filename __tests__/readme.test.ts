import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isolatedEnvironment } from '../tools/shared/terraform';
import { type StandInProvider, startStandInProvider } from '../tools/stand-in-provider/start';
import { usedTypes } from '../tools/stand-in-provider/used-types';
import { createFixtureProject, type FixtureProject } from './support/commands/fixture-project';
import { startApp } from './support/http/app-server';
import { curl, describeIf, terraform } from './support/jest/requirement';
import { MemoryProfiles } from './support/stores/memory-profiles';

const root = resolve(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands);
const digest = `sha256:${'c'.repeat(64)}`;

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

test('every file that the documents link to exists', () => {
  for (const file of documents) {
    const text = readFileSync(join(root, file), 'utf8');
    const links = [...text.matchAll(/(?:\]\(|src="|srcset=")([^)"#]+)/g)].map(([, link = '']) => link);
    const missing = links.filter((link) => !link.includes('://') && !existsSync(resolve(root, file, '..', link)));
    expect({ file, missing }).toEqual({ file, missing: [] });
  }
});

test('every npm script that the documents name exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const named = documents.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /`(?:[A-Z]+=\S+ )?npm (?:run )?([a-z:]+)|^ *npm (?:run )?([a-z:]+)/gm,
      ),
    ].map(([, inline, block]) => inline ?? block ?? ''),
  );
  expect(named.filter((name) => !(name in scripts) && name !== 'ci')).toEqual([]);
});

test('the first command is the one that the local run is tested with, and CI runs the test command', () => {
  expect(blocks[0]).toBe('npm start\n');
  expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^npm ci\nnpm test$/m);
});

test('no command has a comment behind it, which zsh would take for arguments', () => {
  const lines = documents.flatMap((file) => {
    const code = readFileSync(join(root, file), 'utf8').matchAll(/^ *```(?:sh|bash)?\n(.*?)^ *```$/gms);
    return [...code].flatMap(([, block = '']) => block.split('\n'));
  });
  expect(lines.filter((line) => /(^|\s)# /.test(line))).toEqual([]);
});

describeIf(curl, 'the requests for programs, typed as they stand', () => {
  test('store an entry, and create, read, change and delete a profile', async () => {
    const profiles = new MemoryProfiles();
    const app = await startApp({ profiles });
    const blocksForPrograms = [...readme.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block = '']) => block);
    const commands = blocksForPrograms.join('').replaceAll('http://localhost:5000', `http://127.0.0.1:${app.port}`);
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

describeIf(terraform, 'the commands of a deployment by hand, typed as they stand', () => {
  const [, plan, create, deploy, look, destroy, ...others] = blocks;
  let fixture: FixtureProject;
  let project: string;
  let provider: StandInProvider;

  beforeAll(async () => {
    fixture = createFixtureProject('node_modules', 'package.json', '.npmrc', 'tools');
    project = fixture.folder;
    provider = await startStandInProvider(usedTypes([fixture.stack]));
    // What a machine has and this one may not: AWS's command line, an engine that builds images, a commit.
    standIn('aws', `case "$*" in *get-login-password*) echo secret;; *describe-images*) echo ${digest};; esac`);
    standIn('docker', 'case "$1" in login) cat >/dev/null;; esac');
    standIn('git', 'echo abc1234');
  });

  afterAll(() => {
    provider?.stop();
    fixture?.remove();
  });

  /** Puts a program on the PATH that notes its arguments. */
  function standIn(name: string, body: string): void {
    const folder = join(project, 'bin');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$(pwd -P)> ${name} $*" >> "${project}/calls"\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  }

  /** Runs a block in the project's folder, answering `yes` to whatever asks. */
  function type(commands = ''): Promise<string> {
    const env = {
      ...isolatedEnvironment(project, provider.environment),
      PATH: `${join(project, 'bin')}:${process.env.PATH}`,
      TF_INPUT: '1',
      TF_CLI_ARGS: '-no-color',
    };
    return new Promise((done, fail) => {
      const child = execFile('bash', ['-euo', 'pipefail', '-c', commands], { cwd: project, env }, (error, out, err) =>
        error ? fail(new Error(`${commands}\n${out}${err}`)) : done(out),
      );
      child.stdin?.end('yes\n');
    });
  }

  const calls = () => readFileSync(join(project, 'calls'), 'utf8');
  /** The README's commands take from the outputs whatever environments/dev.ts says. */
  const output = (name: string) => outputs()[name]?.value ?? '';
  const outputs = () =>
    (
      JSON.parse(readFileSync(join(project, 'terraform.dev.tfstate'), 'utf8')) as {
        outputs: Record<string, { value: string } | undefined>;
      }
    ).outputs;

  test('the plan shows what would be created', async () => {
    expect(await type(plan)).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy/);
  });

  test('the first apply creates everything but the service', async () => {
    await type(create);
    expect(output('ecs_service_name')).toBe('none');
  });

  test('the image that is built is pushed and deployed', async () => {
    await type(deploy);
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

  test('the outputs are commands that find the address and the log', async () => {
    await type(look);
    expect(calls()).toContain(
      `aws ec2 describe-network-interfaces --region ${output('region')} --filters Name=group-id,Values=sg-`,
    );
    expect(calls()).toContain(`aws logs tail ${output('log_group_name')} `);
  });

  test('the destroy leaves nothing', async () => {
    await type(destroy);
    expect(outputs()).toEqual({});
  });

  test('no block is left untried', () => {
    expect(others).toEqual([]);
  });
});
