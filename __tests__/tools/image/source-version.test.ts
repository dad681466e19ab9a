import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSourceVersion } from '../../../tools/image/source-version';

const folder = mkdtempSync(path.join(tmpdir(), 'source-version-'));
afterAll(() => rmSync(folder, { recursive: true }));

let number = 0;
let root: string;
const write = (file: string, text: string) => writeFileSync(path.join(root, file), text);

function git(...args: string[]): string {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  return execFileSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' }).trim();
}

function commit(): void {
  git('add', '-A');
  git('commit', '-qm', 'Change');
}

beforeEach(() => {
  number += 1;
  root = path.join(folder, String(number));
  mkdirSync(path.join(root, 'app'), { recursive: true });
  write('app/server.ts', 'one');
  write('README.md', 'one');
});

describe('Version of a source tree without git', () => {
  it('is a digest of the files', async () => {
    const { version, commit, changedFiles } = await readSourceVersion(root);
    expect({ version, commit, changedFiles }).toEqual({
      version: expect.stringMatching(/^tree-[0-9a-f]{8}$/),
      commit: null,
      changedFiles: [],
    });
    write('app/server.ts', 'two');
    expect((await readSourceVersion(root)).version).not.toBe(version);
  });
});

describe('Version of a source tree', () => {
  beforeEach(() => {
    git('init', '-q', '-b', 'main');
    commit();
  });

  it('is the last commit that changed the inputs of the image', async () => {
    const first = git('rev-parse', '--short=12', 'HEAD');
    write('README.md', 'two');
    commit();
    expect(await readSourceVersion(root)).toMatchObject({ version: first, changedFiles: [] });
  });

  it('stays the same if only files outside the image have changed, and these files are listed', async () => {
    write('README.md', 'two');
    expect(await readSourceVersion(root)).toMatchObject({
      version: git('rev-parse', '--short=12', 'HEAD'),
      changedFiles: ['README.md'],
    });
  });

  it('contains a digest of the working tree if an input of the image has uncommitted changes', async () => {
    write('app/server.ts', 'two');
    const { version } = await readSourceVersion(root);
    expect(version).toMatch(/^[0-9a-f]{12}-dirty-[0-9a-f]{8}$/);
    write('app/server.ts', 'three');
    expect((await readSourceVersion(root)).version).not.toBe(version);
    write('app/server.ts', 'two');
    expect((await readSourceVersion(root)).version).toBe(version);
  });

  it('depends on the content of a new file, whatever its name', async () => {
    const file = 'app/ straße "日本"\t.ts ';
    write(file, 'one');
    const { version, changedFiles } = await readSourceVersion(root);
    expect(changedFiles).toEqual([file]);
    write(file, 'two');
    expect((await readSourceVersion(root)).version).not.toBe(version);
  });

  it('contains "dirty" after a file was moved into the app folder, and both of its paths are listed', async () => {
    write('Really old.md', 'a text that git recognizes');
    commit();
    git('mv', 'Really old.md', 'app/new name.ts');
    write('README.md', 'two');
    const { version, changedFiles } = await readSourceVersion(root);
    expect([...changedFiles].sort()).toEqual(['README.md', 'Really old.md', 'app/new name.ts']);
    expect(version).toContain('-dirty-');
  });

  it('contains "dirty" after an input of the image was deleted', async () => {
    rmSync(path.join(root, 'app/server.ts'));
    const { version, changedFiles } = await readSourceVersion(root);
    expect(changedFiles).toEqual(['app/server.ts']);
    expect(version).toContain('-dirty-');
  });

  it("depends only on the project's folder in a larger repository", async () => {
    mkdirSync(path.join(root, 'shop/app'), { recursive: true });
    write('shop/app/server.ts', 'one');
    commit();
    const shop = path.join(root, 'shop');
    write('app/server.ts', 'two');
    expect((await readSourceVersion(shop)).version).toBe(git('rev-parse', '--short=12', 'HEAD'));
    write('shop/app/server.ts', 'two');
    expect((await readSourceVersion(shop)).version).toContain('-dirty-');
  });

  it.each(['user:token', 'user@example.com:to@ken'])(
    'comes with the URL of the git remote, without the credentials %s',
    async (credentials) => {
      git('remote', 'add', 'origin', `https://${credentials}@git.example/app.git`);
      expect((await readSourceVersion(root)).source).toBe('https://git.example/app.git');
    },
  );
});
