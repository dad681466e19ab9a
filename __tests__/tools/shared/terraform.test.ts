import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTerraform } from '../../../tools/shared/terraform';

const { PATH } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'path-'));

afterEach(() => {
  process.env.PATH = PATH;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Replaces the PATH by a folder with a `terraform` that prints this version. */
function installTerraform(version: string): void {
  writeFileSync(join(folder, 'terraform'), `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`, { mode: 0o755 });
  process.env.PATH = folder;
}

describe('requireTerraform', () => {
  it('rejects an old version and names the required one', async () => {
    installTerraform('1.10.5');
    await expect(requireTerraform()).rejects.toThrow('Found Terraform 1.10.5; 1.11 or newer is required.');
  });

  it.each(['1.11.0', '1.12.3', '2.0.0'])('accepts version %s', async (version) => {
    installTerraform(version);
    await requireTerraform();
  });
});
