import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture, threeTiers } from './support/stacks/fixture-environment';

const root = join(__dirname, '..');
const tree = mkdtempSync(join(tmpdir(), 'main-'));
const copied = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'cdktf.json',
  'main.ts',
  'contract.ts',
  'environments',
  'stacks',
  'tools/prepare.js',
  'tools/install-lock.js',
];

beforeAll(() => {
  for (const path of copied) cpSync(join(root, path), join(tree, path), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
});
afterAll(() => rmSync(tree, { recursive: true }));

function run(command: string, ...args: string[]) {
  const { NODE_OPTIONS: _ours, CHECKPOINT_DISABLE: _off, ...env } = process.env;
  return spawnSync(command, args, { cwd: tree, env, encoding: 'utf8' });
}

const runMain = (...args: string[]) => run(process.execPath, '--import', 'tsx', 'main.ts', ...args);
const written = () => readFileSync(join(tree, 'cdktf.out/stacks/dev/cdk.tf.json'), 'utf8');

describe('npm run synth', () => {
  it('writes the JSON of every stack and prints where', () => {
    expect(run('npm', 'run', '--silent', 'synth')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^cdktf\.out\/stacks\/bootstrap\/cdk\.tf\.json$.*^cdktf\.out\/stacks\/dev\/cdk\.tf\.json$/ms,
      ),
    });
    expect(JSON.parse(written())).toHaveProperty('resource.aws_ecs_service.app');
  });

  it('writes JSON that does not depend on the folder of the repository', () => {
    expect(written()).not.toContain(tree);
  });
});

describe('cdktf synth', () => {
  it('writes the same JSON and leaves cdktf.json unchanged', () => {
    const direct = written();
    rmSync(join(tree, 'cdktf.out'), { recursive: true });
    const { status, stdout, stderr } = run('npm', 'run', '--silent', 'cdktf', '--', 'synth');
    expect(status).toBe(0);
    expect(written()).toBe(direct);
    expect(readFileSync(join(tree, 'cdktf.json'), 'utf8')).toBe(readFileSync(join(root, 'cdktf.json'), 'utf8'));
    // main.ts leaves the printing of warnings to cdktf.
    expect(`${stdout}${stderr}`).not.toMatch(/^warn: /m);
  });
});

describe('main.ts', () => {
  it('writes only the stacks that it is given, without the warnings of others', () => {
    rmSync(join(tree, 'cdktf.out'), { recursive: true });
    expect(runMain('dev')).toMatchObject({ status: 0, stdout: 'cdktf.out/stacks/dev/cdk.tf.json\n', stderr: '' });
    expect(existsSync(join(tree, 'cdktf.out/stacks/prod'))).toBe(false);
  });

  it('refuses a name that no stack has, with the nearest one', () => {
    expect(runMain('devv')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is no environment "devv"\. Did you mean "dev"\? .*\n$/),
    });
  });

  it('names the place of a syntax error outside of environments', () => {
    const file = join(tree, 'contract.ts');
    const original = readFileSync(file, 'utf8');
    writeFileSync(file, `export const digitCount = ;\n${original}`);
    expect(runMain('dev')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^contract\.ts:1:26: Unexpected ";"\. .*\n$/),
    });
    writeFileSync(file, original);
  });

  it('prints the warnings in a check, and accepts the files', () => {
    const file = join(tree, 'environments/index.ts');
    const original = readFileSync(file, 'utf8');
    const compute = { ...threeTiers.compute, instanceType: 't9g.small' };
    writeFileSync(file, `export const environments = [${JSON.stringify({ ...fixture, ...threeTiers, compute })}];`);
    expect(runMain('--check')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^warn: \w+: t9g\.small is not in the list of November 2026/),
    });
    writeFileSync(file, original);
  });

  describe('with a file that cannot be built', () => {
    const write = (file: string, text: string) => writeFileSync(join(tree, 'environments', file), text);

    it.each([
      [
        'a wrong setting',
        'index.ts',
        `export const environments = [${JSON.stringify({ ...fixture, compute: { ...fixture.compute, memoryMiB: 300 } })}];`,
        /^The environment "dev" cannot be built:\n {2}compute.memoryMiB is 300\. .*\n$/,
      ],
      [
        'a missing comma',
        'dev.ts',
        "export const dev = {\n  name: 'dev'\n  region: 'eu-central-1',\n};\nexport const environments = [dev];",
        /^environments\/dev\.ts:3:2: Expected "}" but found "region"\. A comma may be missing .*\n$/,
      ],
      [
        'a constant that does not exist',
        'dev.ts',
        'export const dev = {\n  project: projct,\n};',
        /^environments\/dev\.ts:2:\d+: ReferenceError: projct is not defined\. .*\n$/,
      ],
      [
        'a renamed constant',
        'index.ts',
        "import { other } from './project';\nexport const environments = [other];",
        /^environments\/index\.ts: entry 1 of the list is undefined, because .*\n$/,
      ],
      [
        'a missing file',
        'index.ts',
        "import { other } from './used-by-no-test';\nexport const environments = [other];",
        /^environments\/index\.ts: Cannot find module '\.\/used-by-no-test'\. .*\n$/,
      ],
    ])('prints one sentence for %s', (_mistake, file, text, message) => {
      const original = readFileSync(join(root, 'environments/index.ts'), 'utf8');
      write('index.ts', original);
      write(file, text);
      expect(runMain('--check')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(message) });
    });
  });
});
