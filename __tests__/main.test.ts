import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createSourceProject } from './support/commands/source-project';
import { fixture, threeTiers } from './support/stacks/fixture-environment';

const project = createSourceProject();
const stack = join(project.folder, 'cdktf.out/stacks/dev/cdk.tf.json');
/** An environment with an unknown instance type, which causes a warning. */
const newType = { ...fixture, ...threeTiers, compute: { ...threeTiers.compute, instanceType: 't9g.small' } };

beforeEach(() => project.list(fixture, newType));
afterAll(() => project.remove());

function run(command: string, ...args: string[]) {
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  return spawnSync(command, args, { cwd: project.folder, env, encoding: 'utf8' });
}

const runMain = (...args: string[]) => run(process.execPath, '--import', 'tsx', 'main.ts', ...args);

describe('npm run synth', () => {
  it('writes the JSON of the named stack, prints its path, and omits the warnings of other stacks', () => {
    project.list({ ...fixture, removal: 'protect' }, newType);
    expect(run('npm', 'run', '--silent', 'synth', 'dev', '--', '--unprotected')).toMatchObject({
      status: 0,
      stdout: 'cdktf.out/stacks/dev/cdk.tf.json\n',
      stderr: expect.stringMatching(/^info: There is no \.terraform\.lock\.hcl, .* npm run lock\n$/),
    });
    expect(JSON.parse(readFileSync(stack, 'utf8'))).toHaveProperty('resource.aws_ecs_service.app');
    expect(existsSync(join(project.folder, 'cdktf.out/stacks/prod'))).toBe(false);
  });

  it("writes no prevent_destroy with --unprotected, even if the environment's file sets removal: 'protect'", () => {
    expect(readFileSync(stack, 'utf8')).not.toContain('prevent_destroy');
  });

  it('writes JSON that does not depend on the folder of the repository', () => {
    expect(readFileSync(stack, 'utf8')).not.toContain(project.folder);
  });
});

describe('main.ts', () => {
  it('prints its usage with --help', () => {
    expect(runMain('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Usage: npm run synth \[stack/),
    });
  });

  it('reports the file, line and column of a syntax error in stacks/', () => {
    const file = join(project.folder, 'stacks/define-stacks.ts');
    rmSync(file);
    writeFileSync(file, 'export const defineStacks = ;\n');
    expect(runMain('dev')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^stacks\/define-stacks\.ts:1:28: Unexpected ";"\. .*\n$/),
    });
    rmSync(file);
    symlinkSync(resolve('stacks/define-stacks.ts'), file);
  });
});

describe('main.ts --check', () => {
  it('accepts valid environments, and prints their warnings', () => {
    expect(runMain('--check')).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^warn: prod: t9g\.small is not in the list of November 2026/),
    });
  });

  it('rejects an invalid setting; the error names the setting and its value', () => {
    project.list({ ...fixture, compute: { ...fixture.compute, memoryMiB: 300 } });
    expect(runMain('--check')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^The environment "dev" has invalid settings:\n {2}compute.memoryMiB is 300\. .*\n$/,
      ),
    });
  });
});
