import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockFileNotice, placeLockFile } from '../../../stacks/synthesis/lock-file';

function lockOf(version: string): string {
  return `# Made by terraform\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "${version}"\n  hashes = []\n}\n`;
}

describe('Lock file', () => {
  let root: string;
  let stack: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lock-file-'));
    stack = join(root, 'stacks/dev');
    mkdirSync(stack, { recursive: true });
    const aws = { source: 'hashicorp/aws', version: '6.25.0' };
    writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const place = () => placeLockFile(root, join(stack, 'cdk.tf.json'));
  const placed = join('stacks/dev', '.terraform.lock.hcl');

  it('is copied next to the JSON of a stack, and replaces an older copy', () => {
    writeFileSync(join(root, placed), 'older');
    writeFileSync(join(root, '.terraform.lock.hcl'), lockOf('6.25.0'));
    expect(place()).toBeUndefined();
    expect(readFileSync(join(root, placed), 'utf8')).toBe(lockOf('6.25.0'));
  });

  it('is not copied if it is for another provider version; a warning says how to update it', () => {
    writeFileSync(join(root, '.terraform.lock.hcl'), lockOf('6.24.0'));
    expect(place()).toBe('outdated');
    expect(existsSync(join(root, placed))).toBe(false);
    expect(lockFileNotice('outdated')).toMatch(/^warn: .* npm run lock$/);
  });

  it('may be missing; a notice says how to create it', () => {
    expect(place()).toBe('missing');
    expect(lockFileNotice('missing')).toMatch(/^info: .* npm run lock$/);
  });
});
