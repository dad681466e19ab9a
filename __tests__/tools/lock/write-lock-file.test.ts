import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLockFile } from '../../../tools/lock/write-lock-file';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { createPrograms, type Programs } from '../../support/commands/programs';

const required = { aws: { source: 'hashicorp/aws', version: '6.25.0' } };
const stack = new SynthesizedStack({ terraform: { required_providers: required, backend: { s3: {} } } });

describe('npm run lock', () => {
  const repository = process.cwd();
  const { TERRAFORM_BINARY_NAME: before } = process.env;
  let folder: string;
  let terraform: Programs;

  beforeAll(() => {
    terraform = createPrograms({
      terraform: `[ "$(cat cdk.tf.json)" = '${JSON.stringify({ terraform: { required_providers: required } })}' ] || { echo 'wrong stack'; exit 1; }
echo "$*" > .terraform.lock.hcl`,
      broken: 'echo "Could not retrieve the list of available versions" >&2; exit 1',
    });
    folder = mkdtempSync(path.join(tmpdir(), 'lock-test-'));
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(repository);
    if (before === undefined) delete process.env.TERRAFORM_BINARY_NAME;
    else process.env.TERRAFORM_BINARY_NAME = before;
    terraform.remove();
    rmSync(folder, { recursive: true });
  });

  function lock(program: string): Promise<boolean> {
    process.env.TERRAFORM_BINARY_NAME = path.join(terraform.folder, program);
    return writeLockFile([stack], new AbortController().signal);
  }

  it('writes checksums for Linux and macOS on AMD64 and ARM64, and needs no backend', async () => {
    expect(await lock('terraform')).toBe(true);
    expect(readFileSync(path.join(folder, '.terraform.lock.hcl'), 'utf8')).toBe(
      'providers lock -no-color -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_amd64 -platform=darwin_arm64\n',
    );
  });

  it('reports that the lock file has not changed', async () => {
    expect(await lock('terraform')).toBe(false);
  });

  it('fails with the message of terraform', async () => {
    await expect(lock('broken')).rejects.toThrow('Could not retrieve the list of available versions');
  });
});
