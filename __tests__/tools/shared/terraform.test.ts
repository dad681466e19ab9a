import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { requireTerraform, runTerraform } from '../../../tools/shared/terraform';

const { PATH, TERRAFORM_BINARY_NAME } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'path-'));

afterEach(() => {
  process.env.PATH = PATH;
  setProgram(TERRAFORM_BINARY_NAME);
});
afterAll(() => rmSync(folder, { recursive: true }));

function setProgram(name: string | undefined): void {
  if (name === undefined) delete process.env.TERRAFORM_BINARY_NAME;
  else process.env.TERRAFORM_BINARY_NAME = name;
}

/** Writes a fake terraform that prints this version, and sets PATH to its folder. */
function installTerraform(version: string, name = 'terraform'): void {
  writeFileSync(join(folder, name), `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`, { mode: 0o755 });
  process.env.PATH = folder;
  setProgram(undefined);
}

describe('requireTerraform', () => {
  it('rejects an old version, and names the required version', async () => {
    installTerraform('1.10.5');
    await expect(requireTerraform()).rejects.toThrow('Found Terraform 1.10.5; 1.11 or newer is required.');
  });

  it.each(['1.11.0', '1.12.3', '2.0.0'])('accepts version %s', async (version) => {
    installTerraform(version);
    expect(await requireTerraform()).toBe(version);
  });

  it('explains how to install a missing terraform', async () => {
    installTerraform('1.11.0');
    process.env.PATH = join(folder, 'nowhere');
    await expect(requireTerraform()).rejects.toThrow('There is no terraform on the PATH. Install it from https://');
  });

  it.each([
    ['a name', 'tofu'],
    ['an absolute path', join(folder, 'tofu')],
    ['a relative path', relative('', join(folder, 'tofu'))],
  ])('accepts %s in TERRAFORM_BINARY_NAME', async (_, name) => {
    installTerraform('1.10.5');
    installTerraform('1.12.0', 'tofu');
    setProgram(name);
    expect(await requireTerraform()).toBe('1.12.0');
    const { output } = await runTerraform(['apply'], { folder, environment: process.env, output: 'collect' });
    expect(output).toContain('1.12.0');
  });

  it('rejects a program that is not Terraform', async () => {
    setProgram('echo');
    await expect(requireTerraform()).rejects.toThrow(
      "echo does not print its version in Terraform's format. Install it from",
    );
  });

  it('rejects a TERRAFORM_BINARY_NAME that is not a program', async () => {
    installTerraform('1.11.0');
    setProgram('tofuu');
    await expect(requireTerraform()).rejects.toThrow('TERRAFORM_BINARY_NAME is "tofuu", but there is no such program.');
  });
});
