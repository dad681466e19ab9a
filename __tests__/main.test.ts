import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from './support/fixture-environment';

const root = join(__dirname, '..');
const tree = mkdtempSync(join(tmpdir(), 'main-'));

beforeAll(() => {
  for (const path of ['package.json', '.npmrc', 'cdktf.json', 'main.ts', 'contract.ts', 'environments', 'stacks']) {
    cpSync(join(root, path), join(tree, path), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
});
afterAll(() => rmSync(tree, { recursive: true }));

function run(command: string, ...args: string[]) {
  const { NODE_OPTIONS: _ours, CHECKPOINT_DISABLE: _off, ...env } = process.env;
  return spawnSync(command, args, { cwd: tree, env, encoding: 'utf8' });
}

const written = () => readFileSync(join(tree, 'cdktf.out/stacks/dev/cdk.tf.json'), 'utf8');

it('npm run synth writes the JSON and says where', () => {
  expect(run('npm', 'run', '--silent', 'synth')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(
      /^cdktf\.out\/stacks\/bootstrap\/cdk\.tf\.json$.*^cdktf\.out\/stacks\/dev\/cdk\.tf\.json$/ms,
    ),
  });
  expect(JSON.parse(written())).toHaveProperty('resource.aws_ecs_service.app');
});

it('the JSON does not depend on where the repository lies', () => {
  expect(written()).not.toContain(tree);
});

it('cdktf synth writes the same JSON, and leaves its settings as they are', () => {
  const direct = written();
  rmSync(join(tree, 'cdktf.out'), { recursive: true });
  expect(run('npx', 'cdktf', 'synth')).toMatchObject({ status: 0 });
  expect(written()).toBe(direct);
  expect(readFileSync(join(tree, 'cdktf.json'), 'utf8')).toBe(readFileSync(join(root, 'cdktf.json'), 'utf8'));
});

it('a wrong setting is a plain message and no stack trace', () => {
  const wrong = { ...fixture, compute: { ...fixture.compute, memoryMiB: 300 } };
  writeFileSync(join(tree, 'environments/index.ts'), `export const environments = [${JSON.stringify(wrong)}];`);
  expect(run(process.execPath, '--import', 'tsx', 'main.ts')).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^The environment "dev" cannot be built:\n {2}compute.memoryMiB is 300\. .*\n$/),
  });
});
