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

/** Puts a terraform on the PATH that says it is of this version, and nothing else. */
function installTerraform(version: string): void {
  writeFileSync(join(folder, 'terraform'), `#!/bin/sh\necho '{"terraform_version": "${version}"}'\n`, { mode: 0o755 });
  process.env.PATH = folder;
}

describe('the terraform on the PATH', () => {
  it('is refused where it is too old, with the version that is needed', async () => {
    installTerraform('1.10.5');
    await expect(requireTerraform()).rejects.toThrow('terraform is of version 1.10.5, and 1.11 or newer is needed.');
  });

  it.each(['1.11.0', '1.12.3', '2.0.0'])('will do in version %s', async (version) => {
    installTerraform(version);
    await requireTerraform();
  });
});
