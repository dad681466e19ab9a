import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyRepository } from '../../../tools/check-exit/copy-repository';

describe('copyRepository', () => {
  let root: string;
  let from: string;
  let to: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'copy-repository-'));
    from = join(root, 'from');
    to = join(root, 'to');
    execFileSync('git', ['init', '-q', from]);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: from });

  it('copies changed and new files, but neither deleted nor ignored files', async () => {
    for (const file of ['changed', 'deleted', '.gitignore']) writeFileSync(join(from, file), 'ignored\n');
    git('add', '.');
    writeFileSync(join(from, 'changed'), 'after');
    rmSync(join(from, 'deleted'));
    for (const file of ['new', 'ignored']) writeFileSync(join(from, file), '');

    expect(await copyRepository(from, to)).toBe(3);
    expect(readdirSync(to).sort()).toEqual(['.gitignore', 'changed', 'new']);
    expect(readFileSync(join(to, 'changed'), 'utf8')).toBe('after');
  });

  it('rejects a folder that is not a git repository, and says what to do', async () => {
    rmSync(join(from, '.git'), { recursive: true });
    await expect(copyRepository(from, to)).rejects.toThrow(/not a git repository.*Run the command in a clone/s);
  });
});
